import type { ProductEvent } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import type { Reaction } from '../../platform/jobs/outbox.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import { findConnection } from '../stripe-connection/queries.ts'
import { findStripeEvent } from './queries.ts'
import { noteEventApplied } from './store.ts'
import type { StripeNews } from './stripe-news.ts'

/** What follows an event, by its type ('charge.refunded') or its family ('payment_intent.*'). Must not mind running twice. */
export type StripeEffects = Record<string, (app: App, news: StripeNews) => Promise<void>>

/**
 * The reaction that applies a stored event, once. An event is a hint: what counts is the object as Stripe has it now
 * ("Receive Stripe events"). A type that nothing follows is kept and changes nothing.
 */
export function applyStripeEvents(
  effects: StripeEffects,
): Reaction<Extract<ProductEvent, { type: 'stripe.event_received' }>> {
  return async function applyStripeEvent(app, accountId, received) {
    const account = accountId as AccountId
    const stored = await findStripeEvent(app.db, account, received.connectionId, received.eventId)
    const connection = await findConnection(app.db, received.connectionId)
    if (!stored || stored.applied_at || !connection || connection.account_id !== accountId) return
    await effectOf(effects, stored.type)?.(app, {
      accountId: account,
      connection,
      event: stored.payload as Stripe.Event,
    })
    await noteEventApplied(app.db, account, connection.id, stored.event_id, app.now())
  }
}

/** undefined: nothing follows an event of this type. */
export function effectOf(effects: StripeEffects, type: string): StripeEffects[string] | undefined {
  return effects[type] ?? effects[`${type.slice(0, type.indexOf('.'))}.*`]
}
