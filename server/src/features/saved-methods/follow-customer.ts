import type { App } from '../../context.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { forgetStripeCustomerOf } from '../payments/forget-stripe-customer.ts'
import type { StripeNews } from '../payments/stripe-news.ts'

/** A customer deleted in Stripe's Dashboard has lost their saved methods there; here they keep their history (trap 19). */
export async function followCustomer(app: App, { accountId, connection, event }: StripeNews): Promise<void> {
  const { id } = event.data.object as Stripe.Customer
  await forgetStripeCustomerOf(contextOf(app, accountId, { type: 'stripe' }), connection, id)
}
