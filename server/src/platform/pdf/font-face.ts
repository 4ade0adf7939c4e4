import { create, type Font } from 'fontkit'

/** A glyph to draw. Lengths in thousandths of the font size. */
export interface Glyph {
  id: number
  /** How far the pen moves. */
  advance: number
  /** Where the glyph stands beside the pen. */
  dx: number
  dy: number
  /** The characters it stands for; none for the further parts of one that is drawn in several. */
  codePoints: readonly number[]
}

/** Combining marks and invisible joiners: text with them needs the font's full shaping. */
const needsShaping = /[\p{M}\u200b-\u200f\u2060]/u

// Arrows for '->' and a times sign in '10x20' are not what was written.
const asWritten = { calt: false }
const tabularFigures = { calt: false, tnum: true }

/** A parsed font file, shared by all documents of the process. */
export class FontFace {
  readonly name: string
  readonly font: Font
  /** Nearly every document needs it: its subset is shared between them. */
  readonly isCommon: boolean
  private readonly simple: boolean
  private readonly scale: number
  private readonly plainGlyphs = new Map<number, Glyph>()
  private readonly tabularGlyphs = new Map<number, Glyph>()
  /** Kerning by pair of code points, learnt from the font one pair at a time. */
  private readonly kerning = new Map<number, number>()

  constructor(name: string, file: Buffer, simple: boolean) {
    const font = create(file)
    if (!('layout' in font)) throw new Error(`${name} is a collection of fonts, not a font.`)
    this.name = name
    this.font = font
    this.isCommon = name.startsWith('inter/latin/')
    this.simple = simple
    this.scale = 1000 / font.unitsPerEm
  }

  has(codePoint: number): boolean {
    return this.font.hasGlyphForCodePoint(codePoint)
  }

  /** The glyphs of `text`, all of it in this font and one direction, in the order they stand from left to right. */
  shape(text: string, direction: 'ltr' | 'rtl', tabular: boolean): Glyph[] {
    return this.simple && direction === 'ltr' && !needsShaping.test(text)
      ? this.sideBySide(text, tabular)
      : this.shaped(text, direction)
  }

  /** What the font's own engine would answer, in a fraction of the time. */
  private sideBySide(text: string, tabular: boolean): Glyph[] {
    const glyphs: Glyph[] = []
    let previous = 0
    for (const character of text) {
      const codePoint = character.codePointAt(0) ?? 0
      const kern = previous ? this.kern(previous, codePoint) : 0
      if (kern) {
        const left = glyphs.at(-1)
        if (left) glyphs[glyphs.length - 1] = { ...left, advance: left.advance + kern }
      }
      glyphs.push(this.glyphOf(codePoint, tabular))
      // Figures of one width stand in columns: kerning would push them out.
      previous = tabular ? 0 : codePoint
    }
    return glyphs
  }

  private glyphOf(codePoint: number, tabular: boolean): Glyph {
    const known = tabular ? this.tabularGlyphs : this.plainGlyphs
    let glyph = known.get(codePoint)
    if (!glyph) {
      const run = this.font.layout(String.fromCodePoint(codePoint), tabular ? tabularFigures : asWritten)
      const [drawn] = run.glyphs
      if (!drawn) throw new Error(`${this.name} has no glyph for U+${codePoint.toString(16)}.`)
      glyph = { id: drawn.id, advance: drawn.advanceWidth * this.scale, dx: 0, dy: 0, codePoints: [codePoint] }
      known.set(codePoint, glyph)
    }
    return glyph
  }

  private kern(left: number, right: number): number {
    const pair = left * 0x110000 + right
    let kern = this.kerning.get(pair)
    if (kern === undefined) {
      const run = this.font.layout(String.fromCodePoint(left, right), asWritten)
      kern = ((run.positions[0]?.xAdvance ?? 0) - (run.glyphs[0]?.advanceWidth ?? 0)) * this.scale
      this.kerning.set(pair, kern)
    }
    return kern
  }

  private shaped(text: string, direction: 'ltr' | 'rtl'): Glyph[] {
    const run = this.font.layout(text, asWritten, undefined, undefined, direction)
    return run.glyphs.map((glyph, index) => {
      const position = run.positions[index]
      return {
        id: glyph.id,
        advance: (position?.xAdvance ?? glyph.advanceWidth) * this.scale,
        dx: (position?.xOffset ?? 0) * this.scale,
        dy: (position?.yOffset ?? 0) * this.scale,
        codePoints: glyph.codePoints,
      }
    })
  }
}
