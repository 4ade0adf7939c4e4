import { Refusal } from '../refusal.ts'

export type InvoiceStatus = 'draft' | 'sent' | 'partially_paid' | 'paid' | 'cancelled'
export type InvoiceFlag =
  | 'held'
  | 'overdue'
  | 'processing'
  | 'refunded'
  | 'partially_refunded'
  | 'disputed'
  | 'needs_resend'
  | 'viewed'

/** The facts a status follows from. Amounts in minor units; `settled` is what succeeded and stayed with the invoice. */
export interface InvoiceFacts {
  issued: boolean
  cancelled: boolean
  total: number
  settled: number
}

/** Nobody sets a status: it follows from the facts (R5, I3). */
export function statusOf(facts: InvoiceFacts): InvoiceStatus {
  if (facts.cancelled) return 'cancelled'
  if (!facts.issued) return 'draft'
  if (facts.settled >= facts.total) return 'paid'
  return facts.settled > 0 ? 'partially_paid' : 'sent'
}

/** What is still to be paid, in minor units (I4). Nothing is due on a cancelled invoice (R7). */
export function amountDue(facts: InvoiceFacts): number {
  return facts.cancelled ? 0 : Math.max(0, facts.total - facts.settled)
}

/** Open: issued, and something is still owed. */
export function isOpen(status: InvoiceStatus): boolean {
  return status === 'sent' || status === 'partially_paid'
}

/** A draft and an unpaid sent invoice may be edited; what was paid or cancelled may not (R6). */
export function assertEditable(status: InvoiceStatus): void {
  if (status === 'cancelled')
    throw new Refusal('invoice_not_editable', 'This invoice was cancelled. Duplicate it to bill again.')
  if (status === 'paid' || status === 'partially_paid') {
    throw new Refusal(
      'invoice_not_editable',
      'Money was already received for this invoice, so it can no longer be edited. Duplicate it to bill the rest.',
    )
  }
}

/** Everything but a cancelled invoice may be sent; a paid one goes out as proof. */
export function assertSendable(status: InvoiceStatus, recipients: string[]): void {
  if (status === 'cancelled')
    throw new Refusal('invoice_not_sendable', 'This invoice was cancelled and can no longer be sent.')
  if (recipients.length === 0) {
    throw new Refusal(
      'invoice_not_sendable',
      'There is nobody to send it to: give the customer an e-mail address or name a recipient.',
      {
        errors: [{ pointer: '/to', detail: 'Give at least one e-mail address.' }],
      },
    )
  }
}

/** An open invoice can be cancelled; money already received stays (R7). A draft is deleted, a paid invoice refunded (I12). */
export function assertCancellable(status: InvoiceStatus): void {
  if (status === 'cancelled')
    throw new Refusal('invoice_already_cancelled', 'This invoice is cancelled already.')
  if (status === 'draft')
    throw new Refusal('invoice_not_editable', 'This invoice is a draft. Delete it instead of cancelling.')
  if (status === 'paid')
    throw new Refusal(
      'invoice_not_editable',
      'This invoice is paid. Refund the payment instead of cancelling.',
    )
}

/** Only a draft can be deleted: an issued number must stay accounted for (R4). */
export function assertDeletable(status: InvoiceStatus): void {
  if (status !== 'draft')
    throw new Refusal(
      'invoice_not_deletable',
      'Only a draft can be deleted. Cancel this invoice instead: its number stays accounted for.',
    )
}

export interface FlagFacts {
  status: InvoiceStatus
  dueDate: string
  /** Today in the account's time zone. */
  today: string
  processing: boolean
  needsResend: boolean
  viewed: boolean
  /** Minor units. */
  refunded: number
  settled: number
  disputed: boolean
  /** The doctor found something wrong with it (F16). */
  held: boolean
}

/** The flags beside the status (R5). A debit under way is not overdue: its money is on its way (trap 12). */
export function flagsOf(facts: FlagFacts): InvoiceFlag[] {
  const flags: InvoiceFlag[] = []
  if (facts.held) flags.push('held')
  if (isOpen(facts.status) && facts.dueDate < facts.today && !facts.processing) flags.push('overdue')
  if (facts.processing) flags.push('processing')
  if (facts.refunded > 0) flags.push(facts.refunded >= facts.settled ? 'refunded' : 'partially_refunded')
  if (facts.disputed) flags.push('disputed')
  if (facts.needsResend) flags.push('needs_resend')
  if (facts.viewed) flags.push('viewed')
  return flags
}

export interface SentFacts {
  status: InvoiceStatus
  /** The content as it is now, and as the latest sent revision froze it: equal strings mean equal content. */
  currentContent: string
  sentContent: string | null
  linkActive: boolean
  /** Whether the latest sending carried the link as it is now (a reset link is another one). */
  linkSent: boolean
}

/** The customer holds something else than what is there now (R14): an edit, or a link, came after the last sending. */
export function needsResend(facts: SentFacts): boolean {
  if (!isOpen(facts.status)) return false
  return facts.currentContent !== facts.sentContent || (facts.linkActive && !facts.linkSent)
}
