import type { App } from '../../context.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import { removeByStripeId } from '../customers/store.ts'
import type { StripeNews } from './stripe-news.ts'

/** A method removed at Stripe is removed here too. */
export async function noteMethodDetached(
  app: App,
  { accountId, connection, event }: StripeNews,
): Promise<void> {
  const method = event.data.object as Stripe.PaymentMethod
  await removeByStripeId(app.db, accountId, connection.stripe_account_id, method.id, app.now())
}
