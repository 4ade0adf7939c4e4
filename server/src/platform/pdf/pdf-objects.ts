import { deflateSync } from 'node:zlib'

/** Writes an object and answers the reference to it. */
export function writeObject(pdf: PDFKit.PDFDocument, data: object): PDFKit.PDFKitReference {
  const reference = pdf.ref(data)
  reference.end(undefined)
  return reference
}

/** Writes a stream that is compressed already (`deflated`). */
export function writeStream(
  pdf: PDFKit.PDFDocument,
  deflated: Buffer,
  data: object = {},
): PDFKit.PDFKitReference {
  const reference = pdf.ref({ ...data, Filter: 'FlateDecode' })
  reference.end(deflated)
  return reference
}

/** The map from the codes of a font to Unicode (PDF 32000-1, 9.10.3), deflated. `texts[0]` is what code 1 stands for. */
export function toUnicodeMap(texts: readonly (readonly number[])[], bytesPerCode: 1 | 2): Buffer {
  const digits = bytesPerCode * 2
  const entries: string[] = []
  for (const [index, codePoints] of texts.entries()) {
    if (codePoints.length) entries.push(`<${hex(index + 1, digits)}> <${utf16(codePoints)}>`)
  }
  const blocks: string[] = []
  // No more than 100 entries may stand in one block.
  for (let from = 0; from < entries.length; from += 100) {
    const part = entries.slice(from, from + 100)
    blocks.push(`${part.length} beginbfchar\n${part.join('\n')}\nendbfchar`)
  }
  return deflateSync(
    Buffer.from(
      [
        '/CIDInit /ProcSet findresource begin',
        '12 dict begin',
        'begincmap',
        '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
        '/CMapName /Adobe-Identity-UCS def',
        '/CMapType 2 def',
        `1 begincodespacerange\n<${hex(0, digits)}> <${'f'.repeat(digits)}>\nendcodespacerange`,
        ...blocks,
        'endcmap',
        'CMapName currentdict /CMap defineresource pop',
        'end',
        'end',
      ].join('\n'),
    ),
  )
}

/** A number as hexadecimal digits, as codes of glyphs are written. */
export function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0')
}

function utf16(codePoints: readonly number[]): string {
  return Buffer.from(String.fromCodePoint(...codePoints), 'utf16le')
    .swap16()
    .toString('hex')
}
