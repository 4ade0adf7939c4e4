import type { App } from '../../context.ts'
import { verifyEvent } from '../../platform/stripe/verify-event.ts'
import { type Connection, connectionsOfStripeAccount, findConnection } from '../stripe-connection/queries.ts'
import { noteEventTime } from '../stripe-connection/store.ts'
import { sealPurpose } from '../stripe-connection/stripe-of.ts'
import { keepEvent } from './keep-event.ts'

export type Receipt = 'stored' | 'unknown_connection' | 'bad_signature'

/** Far longer than a delivery takes, and than its signature is believed. */
const previousSecretMs = 3_600_000

/**
 * Takes a webhook delivery: verified over its raw bytes, stored once (I6) before it is answered, applied afterwards by
 * the outbox. An event of the other mode than the connection's is not believed (case 73).
 */
export async function receiveStripeEvent(
  app: App,
  delivery: { connectionId: string; rawBody: Buffer; signature: string | undefined },
): Promise<Receipt> {
  const connection = await findConnection(app.db, delivery.connectionId)
  if (!connection) return 'unknown_connection'
  const stripe = await app.stripe.client(connection.provider, 'sk_test_only_verifies_signatures')
  const event = await verifyEvent(stripe, delivery.rawBody, delivery.signature, secretsOf(app, connection))
  if (!event || event.livemode !== connection.livemode) {
    if (event)
      app.log.error(
        { event: event.id, connection: connection.id },
        'a Stripe event of the wrong mode was refused',
      )
    return 'bad_signature'
  }
  await keepEvent(app, connection, event)
  await noteEventTime(app.db, connection.account_id, connection.id, app.now())
  return 'stored'
}

/**
 * Takes a delivery to the operator's Connect endpoint. The event goes to the connection of the Stripe account and mode
 * it names, and to no other; of an account that nobody here has, nothing is stored.
 */
export async function receiveConnectEvent(
  app: App,
  delivery: { rawBody: Buffer; signature: string | undefined },
): Promise<'taken' | 'bad_signature' | 'connect_off'> {
  const platform = app.config.stripeConnect
  if (!platform) return 'connect_off'
  const stripe = await app.stripe.client('connect', 'sk_test_only_verifies_signatures')
  const event = await verifyEvent(stripe, delivery.rawBody, delivery.signature, [platform.webhookSecret])
  if (!event) return 'bad_signature'
  const connections = event.account
    ? await connectionsOfStripeAccount(app.db, event.account, event.livemode)
    : []
  if (connections.length === 0)
    app.log.warn(
      { event: event.id, type: event.type, stripeAccount: event.account ?? null, livemode: event.livemode },
      'an event of a Stripe account that nobody here has was not kept',
    )
  for (const connection of connections) {
    await keepEvent(app, connection, event)
    await noteEventTime(app.db, connection.account_id, connection.id, app.now())
  }
  return 'taken'
}

function secretsOf(app: App, connection: Connection): string[] {
  const rolledAt = connection.webhook_rolled_at?.getTime() ?? 0
  const isRolling = app.now().getTime() - rolledAt < previousSecretMs
  return [connection.webhook_secret_sealed, isRolling ? connection.webhook_previous_secret_sealed : null]
    .filter((sealed) => sealed !== null)
    .map((sealed) => app.sealer.open(sealed, sealPurpose(connection.account_id, 'webhook_secret')))
}
