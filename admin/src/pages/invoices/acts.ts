import { isOpen } from '@quittance/core/invoice/lifecycle'
import { whyNotChargeable } from '@quittance/core/invoice/payment-link'
import type { Invoice } from '../../api/types.ts'

/** What can be done with an invoice as it is now. The server decides; this keeps dead buttons off the page. */
export function canEdit(invoice: Invoice): boolean {
  return !invoice.hold && (invoice.status === 'draft' || invoice.status === 'sent')
}

export function canSend(invoice: Invoice): boolean {
  return !invoice.hold && invoice.status !== 'cancelled'
}

export function canCancel(invoice: Invoice): boolean {
  return !invoice.hold && isOpen(invoice.status)
}

export function canRecordPayment(invoice: Invoice): boolean {
  return !invoice.hold && isOpen(invoice.status) && invoice.amount_due > 0
}

/** Sharing the link by hand counts as sending; there must be something that was not sent yet. */
export function canMarkSent(invoice: Invoice): boolean {
  return !invoice.hold && (invoice.status === 'draft' || invoice.needs_resend)
}

export function hasActiveLink(invoice: Invoice): boolean {
  return invoice.payment_link?.state === 'active'
}

/** Whether a link may be added, and if not now, why (R10, R20); `hidden` where the option must not be there at all. */
export function addLinkOffer(
  invoice: Invoice,
  stripeConnected: boolean,
): { offer: 'hidden' } | { offer: 'ready' } | { offer: 'refused'; why: string } {
  const isUnpaid = invoice.status === 'draft' || isOpen(invoice.status)
  if (!stripeConnected || !isUnpaid || hasActiveLink(invoice)) return { offer: 'hidden' }
  const why = whyNotChargeable(invoice.amount_due, invoice.currency)
  return why ? { offer: 'refused', why } : { offer: 'ready' }
}

/** The address leads somewhere once the invoice left draft (R17, R18). */
export function isLinkAlive(invoice: Invoice): boolean {
  return invoice.payment_link !== null && invoice.status !== 'draft'
}

export function titleOf(invoice: Pick<Invoice, 'number'>): string {
  return invoice.number ?? 'Draft invoice'
}

/** The word on the button: the first time, or again. */
export function sendWord(invoice: Invoice): 'Send' | 'Send again' {
  return invoice.last_sent_at || invoice.sent_revision > 0 ? 'Send again' : 'Send'
}
