import type { InvoiceDocument, ReceiptDocument } from '@quittance/core/invoice/document'
import { drawInvoice } from './features/invoices/invoice-pdf.ts'
import { drawReceipt } from './features/payments/receipt-pdf.ts'
import { servePdfJobs } from './platform/pdf/serve-pdf-jobs.ts'

/** The kinds of document that can be drawn, for `createPdfRenderer<PdfDocuments>`. */
export interface PdfDocuments {
  invoice: InvoiceDocument
  receipt: ReceiptDocument
}

servePdfJobs<PdfDocuments>({ invoice: drawInvoice, receipt: drawReceipt })
