import type { App } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { publish } from '../../platform/jobs/outbox.ts'
import { verifyEvent } from '../../platform/stripe/verify-event.ts'
import { findConnection } from '../stripe-connection/queries.ts'
import { noteEventTime, storeEvent } from '../stripe-connection/store.ts'
import { sealPurpose } from '../stripe-connection/stripe-of.ts'

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
  await inTransaction(app.db, async (tx) => {
    const isNew = await storeEvent(tx, {
      account_id: connection.account_id,
      connection_id: connection.id,
      event_id: event.id,
      type: event.type,
      payload: JSON.stringify(event, withoutSecrets),
    })
    if (isNew)
      await publish(tx, connection.account_id, {
        type: 'stripe.event_received',
        connectionId: connection.id,
        eventId: event.id,
      })
  })
  await noteEventTime(app.db, connection.account_id, connection.id, app.now())
  return 'stored'
}

/** A PaymentIntent's client secret lets its holder pay: it is for the browser alone, never stored (stripe.md 3). */
function withoutSecrets(name: string, value: unknown): unknown {
  return name === 'client_secret' ? undefined : value
}
