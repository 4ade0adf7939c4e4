import type { TimelineEntry } from '../api/types.ts'
import { money } from './money.tsx'

/** What happened, as one would tell it (R9). An event this version does not know is told by its name. */
export function timelineWords({ type, data }: Pick<TimelineEntry, 'type' | 'data'>): string {
  const amount =
    typeof data['amount'] === 'number' && typeof data['currency'] === 'string'
      ? money(data['amount'], data['currency'])
      : 'A payment'
  switch (type) {
    case 'invoice.created':
      return 'Created'
    case 'invoice.edited':
      return editedWords(data)
    case 'invoice.sent':
      return `Sent to ${list(data['to'])}${data['with_link'] ? ', with the payment link' : ''}`
    case 'invoice.marked_sent':
      return 'Marked as sent'
    case 'invoice.viewed':
      return 'Opened by the customer'
    case 'invoice.cancelled':
      return data['notify'] ? 'Cancelled, and the customer was told' : 'Cancelled'
    case 'invoice.paid':
      return 'Paid in full'
    case 'invoice.held':
      return 'Held: something in its records does not fit'
    case 'invoice.released':
      return 'Free again: its records fit'
    case 'link.added':
      return 'Payment link added'
    case 'link.removed':
      return 'Payment link removed'
    case 'link.reset':
      return 'Payment link reset: the old address no longer works'
    case 'link.disabled':
      return data['reason'] === 'restricted'
        ? 'Payment link off: Stripe has stopped payments'
        : 'Payment link disabled: Stripe was removed'
    case 'link.restored':
      return 'Payment link turned back on'
    case 'payment.started':
      return `Payment of ${amount} started`
    case 'payment.charged':
      return `${amount} charged to ${typeof data['method'] === 'string' ? data['method'] : 'a saved payment method'}`
    case 'payment.confirmation_asked':
      return 'The bank asks the customer to confirm: they were sent the payment link'
    case 'payment.processing':
      return `${amount} is on its way`
    case 'payment.failed':
      return `Payment of ${amount} failed${typeof data['message'] === 'string' ? `: ${data['message']}` : ''}`
    case 'payment.succeeded':
      return `${amount} paid${typeof data['method_label'] === 'string' ? ` by ${data['method_label']}` : ''}`
    case 'payment.canceled':
      return `Payment of ${amount} canceled`
    case 'payment.recorded':
      return `${amount} recorded by hand`
    case 'payment.noted':
      return `Looked up at Stripe: the payment of ${amount} ${data['outcome'] === 'succeeded' ? 'succeeded' : 'failed'}`
    case 'payment.unapplied':
      return 'Money arrived that this invoice cannot take: to be refunded'
    case 'payment.fraud_warning':
      return `The bank of the card suspects fraud. A dispute may follow: consider refunding ${amount}`
    case 'payment.review_opened':
      return `Stripe finds the payment of ${amount} unusual: look at it before you hand anything over`
    case 'payment.review_closed':
      return `The review at Stripe is over${data['reason'] ? `: ${readable(data['reason'])}` : ''}`
    case 'refund.pending':
      return `Refund of ${amount} is under way`
    case 'refund.succeeded':
      return data['method'] === 'stripe' || !data['method']
        ? `${amount} refunded`
        : `${amount} given back by hand`
    case 'refund.failed':
      return `The refund of ${amount} failed${data['reason'] ? `: ${readable(data['reason'])}` : ''}. The money is still with you`
    case 'refund.canceled':
      return `The refund of ${amount} was canceled`
    case 'dispute.opened':
      return `The customer’s bank disputes ${amount}${data['reason'] ? `: ${readable(data['reason'])}` : ''}`
    case 'dispute.inquiry':
      return `The customer’s bank asks about the payment of ${amount}`
    case 'dispute.funds_withdrawn':
      return `The bank took ${amount} back, for as long as the dispute lasts`
    case 'dispute.funds_reinstated':
      return `The bank returned ${amount}`
    case 'dispute.under_review':
      return 'The bank is looking at your answer to the dispute'
    case 'dispute.won':
      return `Dispute won: ${amount} is yours again`
    case 'dispute.lost':
      return `Dispute lost: the bank keeps ${amount}`
    case 'dispute.closed':
      return 'The bank’s question is closed. The money stays with you'
    case 'payment_method.saved':
      return 'The customer saved the payment method'
    case 'message.sent':
      return `${messageNames[String(data['kind'])] ?? 'E-mail'} delivered to ${list(data['to'])}`
    case 'message.failed':
      return `${messageNames[String(data['kind'])] ?? 'E-mail'} could not be delivered to ${list(data['to'])}`
    default:
      return type.replaceAll(/[._]/g, ' ')
  }
}

/** Who did it; nothing where the event says it itself. */
export function actorWords({ actor }: TimelineEntry): string | null {
  switch (actor.type) {
    case 'member':
      return actor.name || 'A member'
    case 'api_key':
      return actor.name ? `API key ${actor.name}` : 'API'
    case 'payer':
      return 'Customer'
    case 'stripe':
      return 'Stripe'
    case 'system':
      return null
  }
}

export const messageNames: Record<string, string> = {
  invoice: 'Invoice',
  invoice_cancelled: 'Cancellation',
  payment_notification: 'Notice to administrators',
  payment_trouble: 'Notice to administrators',
  invoice_held: 'Notice to administrators',
  payment_failed: 'Notice of a failed payment',
  confirmation: 'Request to confirm a payment',
  code: 'One-time code',
  refund: 'Refund notice',
  card_request: 'Request for a payment method',
  receipt: 'Receipt',
}

/** Stripe's reasons are codes: 'product_not_received'. */
function readable(code: unknown): string {
  return String(code).replaceAll('_', ' ')
}

function editedWords(data: Record<string, unknown>): string {
  const { total_before: before, total, currency } = data
  if (
    typeof before !== 'number' ||
    typeof total !== 'number' ||
    typeof currency !== 'string' ||
    before === total
  )
    return 'Edited'
  return `Edited: the total went from ${money(before, currency)} to ${money(total, currency)}`
}

function list(value: unknown): string {
  return Array.isArray(value) && value.length > 0 ? value.join(', ') : 'the customer'
}
