import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import type { Connection } from '../stripe-connection/queries.ts'
import { idOf } from './intent-facts.ts'
import type { AboutPayment } from './paid-payment.ts'
import { findPaymentAtStripe } from './queries.ts'

/** An event of Stripe's, and the connection it came by: its objects are looked for at that Stripe account alone. */
export interface StripeNews {
  accountId: AccountId
  connection: Connection
  event: Stripe.Event
}

/** Whether the news is about a payment of ours: a busy Stripe account has others, and none of them costs a call there. */
export async function isAboutOurs(
  app: App,
  { accountId, connection }: StripeNews,
  about: Pick<AboutPayment, 'payment_intent' | 'charge'>,
): Promise<boolean> {
  const found = await findPaymentAtStripe(app.db, accountId, {
    stripeAccountId: connection.stripe_account_id,
    livemode: connection.livemode,
    intentId: idOf(about.payment_intent),
    chargeId: idOf(about.charge),
  })
  return found !== undefined
}
