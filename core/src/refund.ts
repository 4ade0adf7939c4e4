import type { PaymentStatus } from './payment.ts'

/** Stripe's own words for a refund's state (stripe.md 3). */
export type RefundStatus = 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled'

/** Whether the money left, or is leaving: failed and canceled refunds gave it back to the business. */
export function stands(status: RefundStatus): boolean {
  return status !== 'failed' && status !== 'canceled'
}

// How far along: news from further back is old news. A succeeded refund can still fail days later (trap 15).
const progress: Record<RefundStatus, number> = {
  pending: 0,
  requires_action: 0,
  succeeded: 1,
  failed: 2,
  canceled: 2,
}

/** Whether a refund that is stored as `stored` becomes `said`. Late news of an earlier state changes nothing (trap 9). */
export function refundMoves(stored: RefundStatus, said: RefundStatus): boolean {
  return said !== stored && progress[said] >= progress[stored] && progress[stored] < 2
}

/** A payment, as far as giving it back goes. Amounts in minor units. */
export interface RefundablePayment {
  status: PaymentStatus
  amount: number
  /** What the invoice could not take (R32). */
  unapplied: number
  /** The sum of its refunds that stand. */
  refunded: number
  /** The payer's bank has taken the money back, or may: refunding too would pay twice (trap 16). */
  disputed: boolean
}

/** How much of a payment can be given back now; never more than was paid (R33). */
export function refundable(payment: RefundablePayment): number {
  if (payment.status !== 'succeeded' || payment.disputed) return 0
  return Math.max(0, payment.amount - payment.refunded)
}

/** Money that no invoice took is given back first: what of it is still to be refunded (R32). */
export function stillUnapplied(payment: Pick<RefundablePayment, 'unapplied' | 'refunded'>): number {
  return Math.max(0, payment.unapplied - payment.refunded)
}

/** What of a payment's refunds came out of the money that settled its invoice. */
export function refundedOfApplied(payment: Pick<RefundablePayment, 'unapplied' | 'refunded'>): number {
  return Math.max(0, payment.refunded - payment.unapplied)
}
