import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { type Stripe, stripeFault } from '../../platform/stripe/client.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { withInvoiceLease } from '../invoices/invoice-lease.ts'
import type { Connection } from '../stripe-connection/queries.ts'
import { hasAccess, stripeOf } from '../stripe-connection/stripe-of.ts'
import type { Payment } from './queries.ts'
import { settlePayment } from './settle-payment.ts'
import { stopCollecting } from './stop-collecting.ts'
import { isAboutOurs, type StripeNews } from './stripe-news.ts'

/** News of a PaymentIntent: read again at Stripe, and booked. */
export async function applyIntentEvent(app: App, news: StripeNews): Promise<void> {
  const { accountId, connection } = news
  const told = news.event.data.object as Stripe.PaymentIntent
  // Without a hint at a payment of ours it is somebody else's, unless its id is known here.
  if (
    !told.metadata?.['payment_id'] &&
    !(await isAboutOurs(app, news, { payment_intent: told.id, charge: null }))
  )
    return
  const payment = await settlePayment(app, accountId, {
    stripeAccountId: connection.stripe_account_id,
    intent: await currentIntent(app, connection, told),
  })
  // A guard beside the booking, which must not wait for it; the next decline calls it again.
  if (payment)
    await stopCardTesting(app, accountId, connection, payment).catch((error: unknown) =>
      app.log.warn({ payment: payment.id, error: String(error) }, 'declines could not be counted'),
    )
}

const declinesAtMost = 10

/**
 * Who holds a client secret can try card after card at Stripe without coming by here. After ten declines its intent is
 * cancelled: the next try needs Pay, which is limited (case 69).
 */
async function stopCardTesting(
  app: App,
  accountId: AccountId,
  connection: Connection,
  payment: Payment,
): Promise<void> {
  if (payment.status !== 'failed' || payment.closed_at || !payment.intent_id || !hasAccess(connection)) return
  const stripe = await stripeOf(app, connection)
  // Stripe's own count: news of one decline may overtake that of another.
  const { data } = await stripe.charges.list({ payment_intent: payment.intent_id, limit: declinesAtMost })
  if (data.length < declinesAtMost) return
  app.log.warn({ payment: payment.id }, 'many cards were declined: the PaymentIntent is cancelled')
  const ctx = contextOf(app, accountId, { type: 'system' })
  await withInvoiceLease(ctx, payment.invoice_id, () => stopCollecting(ctx, payment.invoice_id))
}

/** Without a key that Stripe takes, the signed event itself is what there is: Stripe was removed (case 50), or revoked it. */
async function currentIntent(
  app: App,
  connection: Connection,
  fromEvent: Stripe.PaymentIntent,
): Promise<Stripe.PaymentIntent> {
  if (!hasAccess(connection)) return fromEvent
  const stripe = await stripeOf(app, connection)
  try {
    return await stripe.paymentIntents.retrieve(fromEvent.id, { expand: ['latest_charge'] })
  } catch (error) {
    if ([401, 403, 404].includes(stripeFault(error)?.statusCode ?? 0)) return fromEvent
    throw error
  }
}
