import type {
  DocumentLine,
  InvoiceDocument,
  InvoiceSnapshot,
  Party,
  ReceiptDocument,
} from '@quittance/core/invoice/document'
import { totals } from '@quittance/core/invoice/totals'

export const sampleUrl = 'https://pay.northwind.example.com/pay/7Jx2mQ9vKp4TzL8wRb3nYc6H'

/** A line of 2.5 h at 48.00 with 20 % tax. */
export function sampleLine(line: Partial<DocumentLine> = {}): DocumentLine {
  return {
    description: 'Window cleaning',
    detail: null,
    quantity: '2.5',
    unit: 'h',
    unitAmount: 4800,
    taxes: [{ id: 'tx_1', name: 'VAT', rate: '20', inclusive: false }],
    discount: null,
    ...line,
  }
}

export function sampleParty(party: Partial<Party> = {}): Party {
  return { name: 'Example Party', addressLines: [], email: null, phone: null, taxId: null, ...party }
}

/** What was sent; its totals are those of its lines. */
export function sampleSnapshot(snapshot: Partial<Omit<InvoiceSnapshot, 'totals'>> = {}): InvoiceSnapshot {
  const { lines = [sampleLine()], discount = null } = snapshot
  return {
    number: 'INV-2025-0042',
    language: 'en',
    currency: 'eur',
    issueDate: '2025-03-07',
    dueDate: '2025-04-06',
    serviceDate: null,
    company: sampleParty({
      name: 'Northwind Cleaning Ltd',
      addressLines: ['12 Harbour Street', 'Dublin'],
      taxId: 'IE1234567A',
    }),
    customer: sampleParty({ name: 'Blue Lagoon Hotel', email: 'accounts@lagoon.example.com' }),
    note: '',
    terms: '',
    ...snapshot,
    lines,
    discount,
    totals: totals(lines, discount),
  }
}

/** An open invoice with a payment link, all of it due. */
export function sampleInvoice(
  snapshot: Partial<Omit<InvoiceSnapshot, 'totals'>> = {},
  document: Partial<Omit<InvoiceDocument, 'snapshot'>> = {},
): InvoiceDocument {
  const sent = sampleSnapshot(snapshot)
  return {
    snapshot: sent,
    state: 'open',
    amountPaid: 0,
    amountDue: sent.totals.total,
    paymentUrl: sampleUrl,
    ...document,
  }
}

/** The receipt for all that was due. */
export function sampleReceipt(
  snapshot: Partial<Omit<InvoiceSnapshot, 'totals'>> = {},
  document: Partial<Omit<ReceiptDocument, 'snapshot'>> = {},
): ReceiptDocument {
  const sent = sampleSnapshot(snapshot)
  const { total } = sent.totals
  return {
    snapshot: sent,
    receiptNumber: 'RCP-2025-0017',
    paidAt: '2025-03-20',
    method: 'Visa •••• 4242',
    amount: total,
    amountPaid: total,
    amountDue: 0,
    ...document,
  }
}
