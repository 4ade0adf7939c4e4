export type PaymentStatus = 'pending' | 'processing' | 'succeeded' | 'failed' | 'canceled'

/** What Stripe says of a PaymentIntent now, in our words. Amounts in our minor units. */
export interface IntentFacts {
  intentId: string
  status:
    | 'requires_payment_method'
    | 'requires_confirmation'
    | 'requires_action'
    | 'processing'
    | 'requires_capture'
    | 'succeeded'
    | 'canceled'
  amountReceived: number
  currency: string
  /** The last decline, if any. `attemptId` tells one attempt from the next. */
  failure: { attemptId: string; code: string; message: string } | null
}

/** What becomes of a payment. `nothing`: the news is old or changes nothing. */
export type PaymentChange =
  | { type: 'nothing' }
  | { type: 'succeeded'; amount: number; currency: string }
  | { type: 'processing' }
  | { type: 'failed'; attemptId: string; code: string; message: string }
  | { type: 'reopened' }
  | { type: 'canceled' }

/** succeeded and canceled are final (stripe.md 3): news of an earlier attempt that comes late changes nothing (trap 9). */
export function isFinal(status: PaymentStatus): boolean {
  return status === 'succeeded' || status === 'canceled'
}

/**
 * Decides from Stripe's facts what a stored payment becomes. Final facts win, so news that contains one ends in the same
 * state in any order and any number of repeats (R28, I7); until then the last news counts, so pass what Stripe says now.
 * A success wins over a local cancel: money that arrived is never refused (R32). `closed`: nothing is asked of it any more.
 */
export function decidePayment(
  stored: { status: PaymentStatus; closed?: boolean; lastAttemptId: string | null },
  facts: IntentFacts,
): PaymentChange {
  if (stored.status === 'succeeded') return { type: 'nothing' }
  if (facts.status === 'succeeded')
    return { type: 'succeeded', amount: facts.amountReceived, currency: facts.currency }
  if (stored.closed || stored.status === 'canceled') return { type: 'nothing' }
  switch (facts.status) {
    case 'canceled':
      return { type: 'canceled' }
    case 'processing':
      return stored.status === 'processing' ? { type: 'nothing' } : { type: 'processing' }
    case 'requires_payment_method':
    case 'requires_confirmation':
      if (facts.failure && facts.failure.attemptId !== stored.lastAttemptId)
        return { type: 'failed', ...facts.failure }
      return stored.status === 'processing' ? { type: 'reopened' } : { type: 'nothing' }
    case 'requires_action':
    case 'requires_capture':
      return { type: 'nothing' }
  }
}

/** Where the money of a succeeded payment goes: to the invoice while it is open, else to be refunded (R32). Minor units. */
export function applySuccess(
  invoice: { cancelled: boolean; currency: string; due: number },
  payment: { amount: number; currency: string },
): { applied: number; unapplied: number } {
  if (invoice.cancelled || invoice.currency !== payment.currency)
    return { applied: 0, unapplied: payment.amount }
  const applied = Math.min(invoice.due, payment.amount)
  return { applied, unapplied: payment.amount - applied }
}
