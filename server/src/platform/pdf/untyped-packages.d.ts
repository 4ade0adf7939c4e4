declare module 'linebreak' {
  /** Unicode's line breaking rules (UAX 14). */
  export default class LineBreaker {
    constructor(text: string)
    nextBreak(): { position: number; required: boolean } | null
  }
}

declare module 'subset-font' {
  /** HarfBuzz's subsetter: cuts a font down, pins its variable axes, converts between the web's formats. */
  export default function subsetFont(
    font: Buffer,
    text: string | undefined,
    options: {
      keepAllGlyphs?: boolean
      noHinting?: boolean
      variationAxes?: Record<string, number>
      targetFormat?: 'truetype' | 'woff' | 'woff2'
    },
  ): Promise<Buffer>
}
