import type { App } from '../../context.ts'
import { type Stripe, stripeFault } from '../../platform/stripe/client.ts'
import { isAboutOurs, type StripeNews } from '../payments/stripe-news.ts'
import { hasAccess, stripeOf } from '../stripe-connection/stripe-of.ts'
import { bookRefund } from './book-refund.ts'

/** News of one refund: read again at Stripe, and booked. */
export async function applyRefundEvent(app: App, news: StripeNews): Promise<void> {
  const refund = news.event.data.object as Stripe.Refund
  if (await isAboutOurs(app, news, refund)) await book(app, news, await currentRefund(app, news, refund))
}

/** `charge.refunded` names the charge only: all its refunds are read (trap 14). */
export async function applyChargeRefunded(app: App, news: StripeNews): Promise<void> {
  const charge = news.event.data.object as Stripe.Charge
  if (!hasAccess(news.connection) || !(await isAboutOurs(app, news, { ...charge, charge: charge.id }))) return
  const stripe = await stripeOf(app, news.connection)
  for await (const refund of stripe.refunds.list({ charge: charge.id, limit: 100 }))
    await book(app, news, refund)
}

async function book(app: App, { accountId, connection }: StripeNews, refund: Stripe.Refund): Promise<void> {
  await bookRefund(app, accountId, {
    stripeAccountId: connection.stripe_account_id,
    livemode: connection.livemode,
    refund,
  })
}

/** Without a key that Stripe takes, the signed event itself is what there is. */
async function currentRefund(
  app: App,
  { connection }: StripeNews,
  fromEvent: Stripe.Refund,
): Promise<Stripe.Refund> {
  if (!hasAccess(connection)) return fromEvent
  try {
    return await (await stripeOf(app, connection)).refunds.retrieve(fromEvent.id)
  } catch (error) {
    if ([401, 403, 404].includes(stripeFault(error)?.statusCode ?? 0)) return fromEvent
    throw error
  }
}
