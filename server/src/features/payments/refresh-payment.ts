import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { asRefusal } from '../../platform/stripe/client.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { catchUp } from './catch-up-with-stripe.ts'
import { findOrMakeIntent, retrieveIntent } from './open-intent.ts'
import { findPayment, type Payment } from './queries.ts'
import { isSameStripe } from './same-stripe.ts'
import { settlePayment } from './settle-payment.ts'

/**
 * Asks Stripe how an open payment stands and books the answer. Returns it as it is now; unchanged where its Stripe
 * account is not connected any more (it is read again once it is, trap 17).
 */
export async function refreshPayment(app: App, payment: Payment): Promise<Payment> {
  const accountId = payment.account_id as AccountId
  const connection = await activeConnection(app.db, accountId)
  if (!isSameStripe(payment, connection)) return payment
  const ctx = contextOf(app, accountId, { type: 'system' })
  try {
    // Books that are behind learn from Stripe's events also when it happened; that it happened does not wait for those.
    await catchUp(app, connection).catch(() => {})
    const stripe = await stripeOf(app, connection)
    // Crashed between the call and its note: the same key finds the same intent, but tells how it was when it was made.
    const intentId = payment.intent_id ?? (await findOrMakeIntent(ctx, stripe, payment))?.id
    const intent = intentId ? await retrieveIntent(ctx, stripe, payment, intentId) : null
    const settled =
      intent &&
      (await settlePayment(app, accountId, { stripeAccountId: connection.stripe_account_id, intent }))
    return settled ?? (await findPayment(app.db, accountId, payment.id)) ?? payment
  } catch (error) {
    throw asRefusal(error)
  }
}
