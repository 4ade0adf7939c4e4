import type { App } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { publish } from '../../platform/jobs/outbox.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import type { Connection } from '../stripe-connection/queries.ts'
import { storeEvent } from '../stripe-connection/store.ts'

/** Stores an event of Stripe's once (I6), whichever way it came, and has it applied by the outbox. */
export async function keepEvent(app: App, connection: Connection, event: Stripe.Event): Promise<void> {
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
}

/** A PaymentIntent's client secret lets its holder pay: it is for the browser alone, never stored (stripe.md 3). */
function withoutSecrets(name: string, value: unknown): unknown {
  return name === 'client_secret' ? undefined : value
}
