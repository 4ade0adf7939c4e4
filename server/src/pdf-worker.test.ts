import { afterAll, describe, expect, test } from 'vitest'
import { sampleInvoice, sampleLine, sampleReceipt } from '../test/sample-documents.ts'
import { drawInvoice } from './features/invoices/invoice-pdf.ts'
import type { PdfDocuments } from './pdf-worker.ts'
import { createPdfRenderer } from './platform/pdf/render-pdf.ts'

const renderer = createPdfRenderer<PdfDocuments>({ workerUrl: new URL('pdf-worker.ts', import.meta.url) })
afterAll(() => renderer.stop())

describe('the PDF worker', () => {
  test('draws invoices and receipts in its worker, the same bytes as drawn here', async () => {
    const document = sampleInvoice()
    const [invoice, receipt] = await Promise.all([
      renderer.render('invoice', document),
      renderer.render('receipt', sampleReceipt()),
    ])
    expect(invoice.equals(await drawInvoice(document))).toBe(true)
    expect(receipt.subarray(0, 5).toString()).toBe('%PDF-')
  })

  test('fails a document that cannot be drawn, and draws the next', async () => {
    const lines = Array.from({ length: 10_001 }, () => sampleLine())
    const tooLong = { ...sampleInvoice(), snapshot: { ...sampleInvoice().snapshot, lines } }
    await expect(renderer.render('invoice', tooLong)).rejects.toMatchObject({
      failure: 'failed',
      message: expect.stringContaining('10000 is the most'),
    })
    expect((await renderer.render('invoice', sampleInvoice())).length).toBeGreaterThan(10_000)
  })

  test('draws 50 documents that come at once', async () => {
    const pdfs = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        renderer.render('invoice', sampleInvoice({ number: `N-${index}` })),
      ),
    )
    expect(pdfs.map((pdf) => pdf.includes(Buffer.from('/Title')))).toEqual(Array(50).fill(true))
  })
})
