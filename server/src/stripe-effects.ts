import { applyIntentEvent } from './features/payments/apply-intent-event.ts'
import type { StripeEffects } from './features/payments/apply-stripe-event.ts'
import { noteMethodDetached } from './features/payments/note-method-detached.ts'

/** Table of contents: each type of Stripe's events, or family of types, and what follows it. */
export const stripeEffects: StripeEffects = {
  'payment_intent.*': applyIntentEvent,
  'payment_method.detached': noteMethodDetached,
}
