import type { Charge, Dispute, Refund, Review } from '../objects.ts'
import {
  closeDispute,
  type DisputeReason,
  escalateInquiry,
  isOpen,
  openDispute,
} from '../payments/dispute-charge.ts'
import {
  chargeToRefund,
  failRefund,
  type RefundFailure,
  refundCharge,
  refundFailures,
} from '../payments/refund-charge.ts'
import { approveReview } from '../payments/review-charge.ts'
import { warnOfFraud } from '../payments/warn-of-fraud.ts'
import type { Simulator } from '../simulator.ts'
import type { Work } from '../work.ts'
import { accountOf, type Body, oneOf, text } from './body.ts'
import { ControlError } from './control-error.ts'

/** A refund made by the merchant in Stripe's Dashboard. */
export function refund(simulator: Simulator, body: Body): Refund {
  return simulator.perform(accountOf(simulator, body), (work) => {
    const amount = typeof body.amount === 'number' ? { amount: body.amount } : {}
    return refundCharge(work, chargeIn(work, body), amount)
  })
}

/** The payer's bank sends a refund back. */
export function failedRefund(simulator: Simulator, body: Body): Refund {
  return simulator.perform(accountOf(simulator, body), (work) => {
    const made = work.find('refund', text(body, 'refund') ?? '')
    if (!made || made.status === 'failed')
      throw new ControlError('refund must be the id of a refund that has not failed')
    const reason = oneOf(body, 'reason', refundFailures) as RefundFailure | undefined
    return failRefund(work, made, reason)
  })
}

/** Opens a dispute about a payment, or goes on with one: `{dispute, outcome: 'won' | 'lost' | 'escalated'}`. */
export function dispute(simulator: Simulator, body: Body): Dispute {
  return simulator.perform(accountOf(simulator, body), (work) => {
    const outcome = oneOf(body, 'outcome', ['won', 'lost', 'escalated'] as const)
    if (!outcome) {
      const reason =
        oneOf(body, 'reason', ['fraudulent', 'product_not_received', 'inquiry'] as const) ?? 'fraudulent'
      return openDispute(work, chargeIn(work, body), reason as DisputeReason)
    }
    const open = work.find('dispute', text(body, 'dispute') ?? '')
    if (!open || !isOpen(open)) throw new ControlError('dispute must be the id of an open dispute')
    if (outcome !== 'escalated') return closeDispute(work, open, outcome)
    if (!open.status.startsWith('warning_')) throw new ControlError('only an inquiry can be escalated')
    return escalateInquiry(work, open)
  })
}

/** The issuer reports fraud before the payer disputes. */
export function fraudWarning(simulator: Simulator, body: Body) {
  return simulator.perform(accountOf(simulator, body), (work) => warnOfFraud(work, chargeIn(work, body)))
}

/** Somebody at the merchant looked at a payment under review and let it pass. */
export function review(simulator: Simulator, body: Body): Review {
  return simulator.perform(accountOf(simulator, body), (work) => {
    const open = work.find('review', text(body, 'review') ?? '')
    if (!open?.open) throw new ControlError('review must be the id of an open review')
    return approveReview(work, open)
  })
}

function chargeIn(work: Work, body: Body): Charge {
  const charge = text(body, 'charge')
  const intent = text(body, 'payment_intent')
  return chargeToRefund(work, { ...(charge && { charge }), ...(intent && { payment_intent: intent }) })
}
