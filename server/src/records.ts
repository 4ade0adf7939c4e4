import type { Terms } from '@quittance/core/invoice/due-date'
import type { Discount, LineTax } from '@quittance/core/invoice/totals'

/** All parts optional; `country` is ISO 3166-1 alpha-2. */
export interface Address {
  line1?: string
  line2?: string
  city?: string
  region?: string
  postal_code?: string
  country?: string
}

/** What an invoice says, as its author wrote it (R1, R2). Kept as one document: a revision is a copy of it. */
export interface InvoiceContent {
  lines: InvoiceLine[]
  discount: Discount | null
  serviceDate: string | null
  note: string
  terms: string
  memo: string
  /** null: the account's terms at the time; a fixed due date has no terms. */
  dueTerms: Terms | null
  billing: { name: string; company: string | null; address: Address; taxId: string | null }
  recipients: { to: string[]; cc: string[] }
}

export interface InvoiceLine {
  id: string
  description: string
  detail: string | null
  quantity: string
  unit: string | null
  unitAmount: number
  taxes: LineTax[]
  discount: Discount | null
}

/** How to draw a message's attachment again, from frozen content. */
export type AttachmentRef =
  | { name: string; kind: 'invoice'; revision: number; withLink: boolean }
  | { name: string; kind: 'receipt'; paymentId: string }

/** The payer's consent to keep a payment method (R23): the words they saw, of which version, in which language. `at` RFC 3339. */
export interface SaveConsent {
  text: string
  version?: string
  language?: string
  at: string
  ip: string | null
  user_agent?: string | null
  /** null: given on request, without an invoice. */
  invoice_id: string | null
}

/** Who did it: stands on every timeline entry (R9). */
export type Actor =
  | { type: 'member'; id: string; name: string }
  | { type: 'api_key'; id: string; name: string }
  | { type: 'payer' }
  | { type: 'stripe' }
  | { type: 'system' }
