import PDFDocument from 'pdfkit'

/** The parts of pdfkit's document that its types leave out. */
interface Metadata {
  info: Record<string, unknown>
  endMetadata(): void
}

/**
 * pdfkit writes a document's title and author twice: as PDF strings, and into the XMP packet, which is XML, where it
 * does not escape them. This escapes them there, and only there.
 */
export class ArchivedPdf extends PDFDocument {
  override endMetadata(): void {
    const document = this as unknown as Metadata
    const { info } = document
    document.info = Object.fromEntries(
      Object.entries(info).map(([key, value]) => [key, typeof value === 'string' ? escapeXml(value) : value]),
    )
    ;(PDFDocument.prototype as unknown as Metadata).endMetadata.call(document)
    document.info = info
  }
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
