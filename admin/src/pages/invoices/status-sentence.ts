import type { Invoice } from '../../api/types.ts'
import { day, daysFrom, moment } from '../../blocks/dates.ts'
import { money } from '../../blocks/money.tsx'

/** How the invoice stands, in a sentence or two. `today`: 'YYYY-MM-DD' in the account's time zone. */
export function statusSentence(invoice: Invoice, today: string): string {
  const seen = invoice.viewed_at ? ` Your customer opened it ${moment(invoice.viewed_at)}.` : ''
  switch (invoice.status) {
    case 'draft':
      return 'A draft. It gets its number when you send it.'
    case 'cancelled':
      return `Cancelled${invoice.cancelled_at ? ` ${moment(invoice.cancelled_at)}` : ''}. Nothing more can be collected.`
    case 'paid':
      return `Paid in full${invoice.paid_at ? ` ${moment(invoice.paid_at)}` : ''}.${givenBack(invoice)}`
    case 'partially_paid':
      return `${money(invoice.amount_paid, invoice.currency)} of ${money(invoice.total, invoice.currency)} is paid. ${dueSentence(invoice, today)}`
    case 'sent':
      return `${dueSentence(invoice, today)}${seen}`
  }
}

/** Why the customer holds something else than what is here now (R14). */
export function resendSentence(invoice: Invoice): string {
  switch (invoice.resend_reason) {
    case 'link_added':
      return 'A payment link was added after the invoice was sent. Your customer does not have it yet.'
    case 'link_reset':
      return 'The payment link has a new address, and the one your customer has no longer works.'
    default:
      return 'The invoice was changed after it was sent. Your customer has the earlier version.'
  }
}

function givenBack({ amount_refunded: refunded, amount_paid: paid, currency }: Invoice): string {
  if (refunded === 0) return ''
  return refunded >= paid ? ' All of it was refunded.' : ` ${money(refunded, currency)} was refunded.`
}

function dueSentence(invoice: Invoice, today: string): string {
  if (invoice.flags.includes('processing')) return 'A payment is under way; a bank debit can take some days.'
  const when = daysFrom(today, invoice.due_date)
  return invoice.due_date < today
    ? `Was due ${day(invoice.due_date)}, ${when}.`
    : `Due ${day(invoice.due_date)}, ${when}.`
}
