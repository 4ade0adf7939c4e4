import type { App } from '../../context.ts'
import { type Connection, connectionsToSweep } from '../stripe-connection/queries.ts'
import { noteSweep } from '../stripe-connection/store.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { effectOf, type StripeEffects } from './apply-stripe-event.ts'
import { catchUp } from './catch-up-with-stripe.ts'
import { keepEvent } from './keep-event.ts'

const perTurn = 20
// Events may be listed a little after their time; what was read twice is stored once.
const overlapMs = 10 * 60_000

/**
 * Reads Stripe's own list of events, so that nothing done there depends on a webhook: refunds, disputes, detached cards
 * (stripe.md 6, trap 6). It goes on where it last stopped, which after a restored backup is days ago.
 */
export async function sweepEvents(app: App, effects: StripeEffects): Promise<void> {
  for (const connection of await connectionsToSweep(app.db, 2 * app.config.reconcileIntervalMs, perTurn)) {
    await noteSweep(app.db, connection.account_id, connection.id, { events_checked_at: app.now() })
    await sweep(app, effects, connection).catch((error: unknown) =>
      app.log.warn(
        { connection: connection.id, error: String(error) },
        'Stripe’s events could not be read; trying again later',
      ),
    )
  }
}

async function sweep(app: App, effects: StripeEffects, connection: Connection): Promise<void> {
  await catchUp(app, connection)
  const stripe = await stripeOf(app, connection)
  const from = connection.events_read_until ?? connection.connected_at
  const since = Math.floor((from.getTime() - overlapMs) / 1000)
  let latest = from.getTime()
  for await (const event of stripe.events.list({ created: { gte: since }, limit: 100 })) {
    latest = Math.max(latest, event.created * 1000)
    if (event.livemode === connection.livemode && effectOf(effects, event.type))
      await keepEvent(app, connection, event)
  }
  await noteSweep(app.db, connection.account_id, connection.id, {
    caught_up_at: app.now(),
    events_read_until: new Date(latest),
  })
}
