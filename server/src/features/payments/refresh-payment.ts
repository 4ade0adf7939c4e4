import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { asRefusal } from '../../platform/stripe/client.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { openIntent } from './open-intent.ts'
import type { Payment } from './queries.ts'
import { settlePayment } from './settle-payment.ts'

/**
 * Asks Stripe how an open payment stands and books the answer. Returns it as it is now; unchanged where its Stripe
 * account is not connected any more (it is read again once it is, trap 17).
 */
export async function refreshPayment(app: App, payment: Payment): Promise<Payment> {
  const accountId = payment.account_id as AccountId
  const connection = await activeConnection(app.db, accountId)
  if (!connection || connection.stripe_account_id !== payment.stripe_account_id) return payment
  try {
    const stripe = await stripeOf(app, connection)
    // Crashed between the call and its note: the same key finds the same intent.
    const intentId =
      payment.intent_id ??
      (await openIntent(contextOf(app, accountId, { type: 'system' }), payment, connection)).intent.id
    const intent = await stripe.paymentIntents.retrieve(intentId, { expand: ['latest_charge'] })
    return (
      (await settlePayment(app, accountId, { stripeAccountId: connection.stripe_account_id, intent })) ??
      payment
    )
  } catch (error) {
    throw asRefusal(error)
  }
}
