import type { AccountId } from '@quittance/core/ids'
import type { App, Context } from '../../context.ts'
import { asRefusal, type Stripe } from '../../platform/stripe/client.ts'
import { activeConnection, type Connection } from '../stripe-connection/queries.ts'
import { noteSweep } from '../stripe-connection/store.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { bookedIntents } from './queries.ts'
import { settlePayment } from './settle-payment.ts'

// The worker catches up all the time; books that are this far behind were restored, or their server stood still.
const behindAfterMs = 60 * 60_000
// Events may be listed a little after their time.
const overlapMs = 10 * 60_000

/**
 * Before anything is charged on books that are behind, what Stripe took meanwhile is booked (trap 25): or an invoice that
 * was paid since the backup would be paid again. Costs nothing while the books are up to date.
 * @throws Refusal `stripe_unavailable`: without Stripe's answer nothing is charged.
 */
export async function catchUpWithStripe(ctx: Context): Promise<void> {
  const connection = await activeConnection(ctx.db, ctx.accountId)
  if (!connection) return
  try {
    await catchUp(ctx, connection)
  } catch (error) {
    throw asRefusal(error)
  }
}

/**
 * Books every payment that Stripe lists since the books were last up to date, if they are behind: for an hour, or since
 * before this process began, when a backup may have been put in their place. Payers wait for it: what is booked already is
 * not asked about again.
 */
export async function catchUp(app: App, connection: Connection): Promise<void> {
  const isYoung = app.now().getTime() - connection.caught_up_at.getTime() < behindAfterMs
  if (isYoung && connection.caught_up_at >= app.startedAt) return
  const stripe = await stripeOf(app, connection)
  const from = connection.events_read_until ?? connection.connected_at
  const moneyMoved = stripe.events.list({
    types: ['payment_intent.succeeded', 'payment_intent.processing'],
    created: { gte: Math.floor((from.getTime() - overlapMs) / 1000) },
    limit: 100,
  })
  const moved = new Map<string, Date>()
  for await (const event of moneyMoved) {
    const { id, metadata } = event.data.object as Stripe.PaymentIntent
    if (metadata['account_id'] === connection.account_id) moved.set(id, new Date(event.created * 1000))
  }
  const accountId = connection.account_id as AccountId
  const stripeAccountId = connection.stripe_account_id
  const at = { stripeAccountId, livemode: connection.livemode }
  const booked = await bookedIntents(app.db, accountId, at, [...moved.keys()])
  for (const [id, happenedAt] of moved) {
    if (booked.has(id)) continue
    const intent = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] })
    await settlePayment(app, accountId, { stripeAccountId, intent, happenedAt })
  }
  await noteSweep(app.db, accountId, connection.id, { caught_up_at: app.now() })
}
