import { type FontSlice, slicesFor, type Weight } from './font-catalogue.ts'
import { FontFace } from './font-face.ts'

/** Slices beside Inter that stay parsed; a document that needs more may have them, the next one starts with fewer. */
const maximumFaces = 80

/** Parsed once in a process, least recently used first. */
const faces = new Map<string, FontFace>()

/**
 * Draws with `draw`, which asks the `DocumentFonts` it is given for faces as it meets characters. Fonts are read from
 * disk only for characters that occur: what is missing is noted, read, and the document is drawn again from the start.
 */
export async function withFonts<Result>(
  language: string,
  draw: (fonts: DocumentFonts) => Result,
): Promise<Result> {
  forgetOldFaces()
  for (;;) {
    const fonts = new DocumentFonts(language)
    const result = draw(fonts)
    if (fonts.wanted.size === 0) return result
    await Promise.all([...fonts.wanted.values()].map(load))
  }
}

type HanContext = 'japanese' | 'korean' | null

/** Which face draws which character, for one document. */
export class DocumentFonts {
  readonly wanted = new Map<string, { slice: FontSlice; weight: Weight }>()
  private readonly language: string
  private readonly chosen = new Map<string, FontFace | null>()

  constructor(language: string) {
    this.language = language
  }

  /** The face that draws `codePoint`; null when no font has it (or not yet: then it is noted in `wanted`). */
  faceFor(codePoint: number, weight: Weight, han: HanContext): FontFace | null {
    const key = `${codePoint}|${weight}|${han ?? ''}`
    let face = this.chosen.get(key)
    if (face === undefined) {
      face = this.find(codePoint, weight, han)
      this.chosen.set(key, face)
    }
    return face
  }

  private find(codePoint: number, weight: Weight, han: HanContext): FontFace | null {
    for (const slice of slicesFor(codePoint, this.language, han)) {
      const key = faceKey(slice, weight)
      const face = faces.get(key)
      if (!face) {
        this.wanted.set(key, { slice, weight })
        return null
      }
      if (!face.has(codePoint)) continue
      faces.delete(key)
      faces.set(key, face)
      return face
    }
    return null
  }
}

async function load({ slice, weight }: { slice: FontSlice; weight: Weight }): Promise<void> {
  const key = faceKey(slice, weight)
  if (!faces.has(key)) faces.set(key, new FontFace(key, await slice.load(weight), slice))
}

function faceKey(slice: FontSlice, weight: Weight): string {
  return `${slice.name}/${weight}`
}

function forgetOldFaces(): void {
  for (const [key, face] of faces) {
    if (faces.size <= maximumFaces) return
    if (!face.isCommon) faces.delete(key)
  }
}
