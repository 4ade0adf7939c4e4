import type { AccountId } from '@quittance/core/ids'
import type { Stripe } from '../../platform/stripe/client.ts'
import type { Connection } from '../stripe-connection/queries.ts'

/** An event of Stripe's, and the connection it came by: its objects are looked for at that Stripe account alone. */
export interface StripeNews {
  accountId: AccountId
  connection: Connection
  event: Stripe.Event
}
