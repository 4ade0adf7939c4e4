import type { App } from '../../context.ts'
import { type Stripe, stripeFault } from '../../platform/stripe/client.ts'
import { isAboutOurs, type StripeNews } from '../payments/stripe-news.ts'
import { hasAccess, stripeOf } from '../stripe-connection/stripe-of.ts'
import { bookDispute } from './book-dispute.ts'

/** News of a dispute: read again at Stripe, and written down. */
export async function applyDisputeEvent(app: App, news: StripeNews): Promise<void> {
  const { accountId, connection } = news
  const told = news.event.data.object as Stripe.Dispute
  if (!(await isAboutOurs(app, news, told))) return
  await bookDispute(app, accountId, {
    stripeAccountId: connection.stripe_account_id,
    livemode: connection.livemode,
    dispute: await currentDispute(app, news, told),
  })
}

/** Without a key that Stripe takes, the signed event itself is what there is. */
async function currentDispute(
  app: App,
  { connection }: StripeNews,
  fromEvent: Stripe.Dispute,
): Promise<Stripe.Dispute> {
  if (!hasAccess(connection)) return fromEvent
  try {
    return await (await stripeOf(app, connection)).disputes.retrieve(fromEvent.id)
  } catch (error) {
    if ([401, 403, 404].includes(stripeFault(error)?.statusCode ?? 0)) return fromEvent
    throw error
  }
}
