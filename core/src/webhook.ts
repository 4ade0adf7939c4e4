/** What can be told to a webhook endpoint: the kinds of entries of an invoice's timeline (R9). */
export const webhookEventTypes = [
  'invoice.created',
  'invoice.edited',
  'invoice.sent',
  'invoice.marked_sent',
  'invoice.viewed',
  'invoice.paid',
  'invoice.cancelled',
  'invoice.held',
  'invoice.released',
  'link.added',
  'link.removed',
  'link.reset',
  'link.disabled',
  'link.restored',
  'payment.started',
  'payment.processing',
  'payment.succeeded',
  'payment.recorded',
  'payment.charged',
  'payment.confirmation_asked',
  'payment.failed',
  'payment.canceled',
  'payment.unapplied',
  'payment_method.saved',
  'refund.pending',
  'refund.succeeded',
  'refund.failed',
  'refund.canceled',
  'dispute.inquiry',
  'dispute.opened',
  'dispute.under_review',
  'dispute.funds_withdrawn',
  'dispute.funds_reinstated',
  'dispute.won',
  'dispute.lost',
  'dispute.closed',
] as const

export type WebhookEventType = (typeof webhookEventTypes)[number]

/** Of a message that somebody asked for, to see whether it arrives. */
export const testEventType = 'endpoint.test'

// The schedule that Standard Webhooks recommends, seconds: quick at first, three days in all.
const pauses = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]

/** Seconds until the next try after `attempts` of them failed; null: it is given up. */
export function pauseAfter(attempts: number): number | null {
  return pauses[attempts - 1] ?? null
}
