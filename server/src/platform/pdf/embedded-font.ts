import { deflateSync } from 'node:zlib'
import type { FontFace, Glyph } from './font-face.ts'
import { toUnicodeMap, writeObject, writeStream } from './pdf-objects.ts'

/**
 * The glyphs of a font that stand in a document, numbered (CID) as they come. A number stands for a glyph *and* the
 * characters it was drawn for, so that what is copied out of the PDF is what was written.
 */
export class FontSubset {
  private readonly face: FontFace
  private readonly subset: GlyphSubset
  private readonly numbers = new Map<string, NumberedGlyph>()
  /** Glyphs come again and again as the same objects; this finds them faster. */
  private readonly seen = new WeakMap<Glyph, NumberedGlyph>()
  private encoded: EncodedFont | null = null

  constructor(face: FontFace) {
    this.face = face
    // The published types say that a glyph is included by itself and that nothing comes back; it is by its id.
    this.subset = face.font.createSubset() as unknown as GlyphSubset
  }

  find(glyph: Glyph): NumberedGlyph | undefined {
    let numbered = this.seen.get(glyph)
    if (!numbered) {
      numbered = this.numbers.get(glyphKey(glyph))
      if (numbered) this.seen.set(glyph, numbered)
    }
    return numbered
  }

  add(glyph: Glyph): NumberedGlyph {
    const { font } = this.face
    let numbered = this.find(glyph)
    if (!numbered) {
      const advance = (font.getGlyph(glyph.id).advanceWidth * 1000) / font.unitsPerEm
      // CID 0 is the missing glyph.
      const cid = this.numbers.size + 1
      numbered = {
        cid,
        index: this.subset.includeGlyph(glyph.id),
        advance: round(advance),
        codePoints: glyph.codePoints,
      }
      this.numbers.set(glyphKey(glyph), numbered)
    }
    return numbered
  }

  /** Writes the font. `reference` stands in the resources of the pages that use it; `tag` is six capital letters. */
  write(pdf: PDFKit.PDFDocument, reference: PDFKit.PDFKitReference, tag: string): void {
    this.encoded ??= this.encode()
    const { font } = this.face
    const scale = 1000 / font.unitsPerEm
    // A variable font keeps the name of its default weight when another is pinned.
    const name = `${tag}+${font.postscriptName.replaceAll(/-.*|\W/g, '')}-${this.face.name.replace(/.*\//, '')}`
    const { bbox } = font
    const descriptor = writeObject(pdf, {
      Type: 'FontDescriptor',
      FontName: name,
      Flags: 4,
      FontBBox: [bbox.minX, bbox.minY, bbox.maxX, bbox.maxY].map((length) => length * scale),
      ItalicAngle: 0,
      Ascent: font.ascent * scale,
      Descent: font.descent * scale,
      CapHeight: (font.capHeight || font.ascent) * scale,
      StemV: 80,
      FontFile2: writeStream(pdf, this.encoded.program, { Length1: this.encoded.programLength }),
    })
    const descendant = writeObject(pdf, {
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: name,
      CIDSystemInfo: { Registry: pdfString('Adobe'), Ordering: pdfString('Identity'), Supplement: 0 },
      FontDescriptor: descriptor,
      W: [1, this.encoded.advances],
      CIDToGIDMap: writeStream(pdf, this.encoded.glyphIndexes),
    })
    Object.assign(reference.data, {
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: writeStream(pdf, this.encoded.toUnicode),
    })
    reference.end(undefined)
  }

  private encode(): EncodedFont {
    const glyphs = [...this.numbers.values()]
    const indexes = Buffer.alloc((glyphs.length + 1) * 2)
    for (const glyph of glyphs) indexes.writeUInt16BE(glyph.index, glyph.cid * 2)
    const program = this.subset.encode()
    return {
      program: deflateSync(program),
      programLength: program.length,
      glyphIndexes: deflateSync(indexes),
      advances: glyphs.map((glyph) => glyph.advance),
      toUnicode: toUnicodeMap(
        glyphs.map((glyph) => glyph.codePoints),
        2,
      ),
    }
  }
}

const shared = new WeakMap<FontFace, FontSubset>()

/**
 * The subset of a face that all documents share, with every character the face has. It is cut and compressed once, and
 * no more glyphs are added to it: cutting fonts is otherwise the larger part of drawing a usual invoice.
 */
export function sharedSubset(face: FontFace): FontSubset {
  let subset = shared.get(face)
  if (!subset) {
    subset = new FontSubset(face)
    for (const codePoint of face.font.characterSet) {
      if (codePoint < 0x20) continue
      const character = String.fromCodePoint(codePoint)
      for (const glyph of face.shape(character, 'ltr', false)) subset.add(glyph)
      if (/\d/.test(character)) for (const glyph of face.shape(character, 'ltr', true)) subset.add(glyph)
    }
    shared.set(face, subset)
  }
  return subset
}

/** pdfkit writes a plain string as a name (/Adobe) and a String object as text ((Adobe)). */
export function pdfString(text: string): object {
  return Object(text)
}

interface NumberedGlyph {
  cid: number
  /** Where the glyph stands in the cut font. */
  index: number
  /** What the font says, in thousandths of the size. */
  advance: number
  codePoints: readonly number[]
}

interface GlyphSubset {
  includeGlyph(id: number): number
  encode(): Uint8Array
}

interface EncodedFont {
  program: Buffer
  programLength: number
  glyphIndexes: Buffer
  advances: number[]
  toUnicode: Buffer
}

function glyphKey(glyph: Glyph): string {
  return `${glyph.id}|${glyph.codePoints.join(',')}`
}

function round(length: number): number {
  return Math.round(length * 100) / 100
}
