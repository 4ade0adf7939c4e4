import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { type Stripe, stripeFault } from '../../platform/stripe/client.ts'
import { removeByStripeId } from '../customers/store.ts'
import { type Connection, findConnection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { findStripeEvent } from './queries.ts'
import { settlePayment } from './settle-payment.ts'
import { noteEventApplied } from './store.ts'

/** Applies a stored event. It is a hint: what counts is the object as Stripe has it now ("Receive Stripe events"). */
export async function applyStripeEvent(
  app: App,
  accountId: string,
  received: { connectionId: string; eventId: string },
): Promise<void> {
  const account = accountId as AccountId
  const stored = await findStripeEvent(app.db, account, received.connectionId, received.eventId)
  const connection = await findConnection(app.db, received.connectionId)
  if (!stored || stored.applied_at || !connection || connection.account_id !== accountId) return
  const event = stored.payload as Stripe.Event
  if (event.type.startsWith('payment_intent.')) {
    await settlePayment(app, account, {
      stripeAccountId: connection.stripe_account_id,
      intent: await currentIntent(app, connection, event.data.object as Stripe.PaymentIntent),
    })
  }
  if (event.type === 'payment_method.detached')
    await removeByStripeId(app.db, account, connection.stripe_account_id, event.data.object.id, app.now())
  await noteEventApplied(app.db, account, connection.id, stored.event_id, app.now())
}

/** Without a key that Stripe takes, the signed event itself is what there is: Stripe was removed (case 50), or revoked it. */
async function currentIntent(
  app: App,
  connection: Connection,
  fromEvent: Stripe.PaymentIntent,
): Promise<Stripe.PaymentIntent> {
  if (!connection.secret_key_sealed) return fromEvent
  const stripe = await stripeOf(app, connection)
  try {
    return await stripe.paymentIntents.retrieve(fromEvent.id, { expand: ['latest_charge'] })
  } catch (error) {
    if ([401, 403, 404].includes(stripeFault(error)?.statusCode ?? 0)) return fromEvent
    throw error
  }
}
