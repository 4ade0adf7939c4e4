import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import { findConnection } from '../stripe-connection/queries.ts'
import { findStripeEvent } from './queries.ts'
import { noteEventApplied } from './store.ts'
import { effectOf } from './stripe-effects.ts'

/** Applies a stored event, once. It is a hint: what counts is the object as Stripe has it now ("Receive Stripe events"). */
export async function applyStripeEvent(
  app: App,
  accountId: string,
  received: { connectionId: string; eventId: string },
): Promise<void> {
  const account = accountId as AccountId
  const stored = await findStripeEvent(app.db, account, received.connectionId, received.eventId)
  const connection = await findConnection(app.db, received.connectionId)
  if (!stored || stored.applied_at || !connection || connection.account_id !== accountId) return
  await effectOf(stored.type)?.(app, {
    accountId: account,
    connection,
    event: stored.payload as Stripe.Event,
  })
  await noteEventApplied(app.db, account, connection.id, stored.event_id, app.now())
}
