import { applySetupEvent } from './features/card-requests/apply-setup-event.ts'
import { applyDisputeEvent } from './features/disputes/apply-dispute-event.ts'
import { askForReview, noteReviewed, warnOfFraud } from './features/disputes/warn-of-fraud.ts'
import { applyIntentEvent } from './features/payments/apply-intent-event.ts'
import type { StripeEffects } from './features/payments/apply-stripe-event.ts'
import { applyAccountEvent } from './features/payments/check-access.ts'
import { applyChargeRefunded, applyRefundEvent } from './features/refunds/apply-refund-event.ts'
import { followCustomer } from './features/saved-methods/follow-customer.ts'
import { followMandate } from './features/saved-methods/follow-mandate.ts'
import { followMethod } from './features/saved-methods/follow-method.ts'

/** Table of contents: each type of Stripe's events, or family of types, and what follows it. */
export const stripeEffects: StripeEffects = {
  'payment_intent.*': applyIntentEvent,
  'setup_intent.*': applySetupEvent,
  'payment_method.detached': followMethod,
  'payment_method.updated': followMethod,
  'payment_method.automatically_updated': followMethod,
  'customer.deleted': followCustomer,
  'mandate.updated': followMandate,
  'account.updated': applyAccountEvent,
  'account.application.deauthorized': applyAccountEvent,
  'charge.refunded': applyChargeRefunded,
  'refund.*': applyRefundEvent,
  'charge.dispute.created': applyDisputeEvent,
  'charge.dispute.updated': applyDisputeEvent,
  'charge.dispute.funds_withdrawn': applyDisputeEvent,
  'charge.dispute.funds_reinstated': applyDisputeEvent,
  'charge.dispute.closed': applyDisputeEvent,
  'radar.early_fraud_warning.created': warnOfFraud,
  'review.opened': askForReview,
  'review.closed': noteReviewed,
}
