import { deflateSync } from 'node:zlib'
import { toUnicodeMap, writeObject, writeStream } from './pdf-objects.ts'
import { replacementWidth } from './text-layout.ts'

/** A crossed box: it is plain to see that a character is missing here. */
const box = deflateSync(
  Buffer.from(
    `${replacementWidth} 0 60 -60 660 760 d1 44 w 90 -30 540 760 re 90 -30 m 630 730 l 90 730 m 630 -30 l S`,
  ),
)

/**
 * Stands in for characters that no font has. Each looks the same, and each has its own code and its own entry in the map
 * to Unicode, so that copying and reading aloud still give the character that was written.
 */
export class ReplacementFont {
  private readonly codes = new Map<number, number>()

  /** The one-byte code for a character. Beyond 255 different ones in a document the last code serves for all. */
  codeFor(codePoint: number): number {
    let code = this.codes.get(codePoint)
    if (code === undefined) {
      code = Math.min(this.codes.size + 1, 255)
      this.codes.set(codePoint, code)
    }
    return code
  }

  write(pdf: PDFKit.PDFDocument, reference: PDFKit.PDFKitReference): void {
    const texts = [...this.codes.keys()].slice(0, 255).map((codePoint) => [codePoint])
    if (this.codes.size > 255) texts[254] = [0xfffd]
    Object.assign(reference.data, {
      Type: 'Font',
      Subtype: 'Type3',
      FontBBox: [0, -60, replacementWidth, 760],
      FontMatrix: [0.001, 0, 0, 0.001, 0, 0],
      CharProcs: { box: writeStream(pdf, box) },
      Encoding: { Type: 'Encoding', Differences: [1, ...texts.map(() => 'box')] },
      FirstChar: 1,
      LastChar: texts.length,
      Widths: texts.map(() => replacementWidth),
      Resources: writeObject(pdf, {}),
      ToUnicode: writeStream(pdf, toUnicodeMap(texts, 1)),
    })
    reference.end(undefined)
  }
}
