import type { Discount, LineTax, Totals } from './totals.ts'

/** A name and address as it stands on paper. Empty lines are left out. */
export interface Party {
  name: string
  addressLines: string[]
  email: string | null
  phone: string | null
  taxId: string | null
}

export interface DocumentLine {
  description: string
  detail: string | null
  /** Decimal string. */
  quantity: string
  unit: string | null
  /** Minor units. */
  unitAmount: number
  taxes: LineTax[]
  discount: Discount | null
}

/** What sending freezes (R6): everything a reader of the invoice sees but what was paid since. Dates 'YYYY-MM-DD'. */
export interface InvoiceSnapshot {
  /** null while it is a draft. */
  number: string | null
  /** BCP 47. */
  language: string
  currency: string
  issueDate: string
  dueDate: string
  serviceDate: string | null
  company: Party
  customer: Party
  lines: DocumentLine[]
  discount: Discount | null
  totals: Totals
  note: string
  terms: string
}

/** What the invoice PDF is drawn from. Amounts in minor units. */
export interface InvoiceDocument {
  snapshot: InvoiceSnapshot
  state: 'draft' | 'open' | 'paid' | 'cancelled'
  amountPaid: number
  amountDue: number
  /** The address the PDF's button, printed text and QR code lead to (R15); null without an active link (R19). */
  paymentUrl: string | null
}

/** What the receipt PDF is drawn from. Amounts in minor units; `paidAt` is a date in the account's time zone. */
export interface ReceiptDocument {
  snapshot: InvoiceSnapshot
  receiptNumber: string
  paidAt: string
  /** 'Visa •••• 4242', 'Bank transfer' … in the document's language. */
  method: string
  amount: number
  amountPaid: number
  amountDue: number
}
