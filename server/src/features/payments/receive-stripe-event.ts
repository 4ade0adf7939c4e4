import type { App } from '../../context.ts'
import { verifyEvent } from '../../platform/stripe/verify-event.ts'
import { findConnection } from '../stripe-connection/queries.ts'
import { noteEventTime } from '../stripe-connection/store.ts'
import { sealPurpose } from '../stripe-connection/stripe-of.ts'
import { keepEvent } from './keep-event.ts'

export type Receipt = 'stored' | 'unknown_connection' | 'bad_signature'

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
  if (!connection.webhook_secret_sealed) return 'bad_signature'
  const secret = app.sealer.open(
    connection.webhook_secret_sealed,
    sealPurpose(connection.account_id, 'webhook_secret'),
  )
  const stripe = await app.stripe.client(connection.provider, 'sk_test_only_verifies_signatures')
  const event = await verifyEvent(stripe, delivery.rawBody, delivery.signature, secret)
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
