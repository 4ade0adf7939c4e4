import { Refusal } from '@quittance/core/refusal'
import type { App } from '../../context.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import type { Connection } from './queries.ts'

/** Where in the sealer's purposes a connection's secrets live. */
export function sealPurpose(accountId: string, name: 'secret_key' | 'webhook_secret'): string {
  return `${accountId}/stripe/${name}`
}

/** The SDK with this connection's own key. @throws Refusal `stripe_not_connected` once the key was forgotten. */
export async function stripeOf(app: App, connection: Connection): Promise<Stripe> {
  if (!connection.secret_key_sealed)
    throw new Refusal('stripe_not_connected', 'Stripe was removed from this account.')
  return app.stripe.client(
    connection.provider,
    app.sealer.open(connection.secret_key_sealed, sealPurpose(connection.account_id, 'secret_key')),
  )
}
