import type { App } from '../../context.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import { removeByStripeId } from '../customers/store.ts'
import { applyIntentEvent } from './apply-intent-event.ts'
import type { StripeNews } from './stripe-news.ts'

type Effect = (app: App, news: StripeNews) => Promise<void>

/** What follows an event of this type, or undefined: it is kept and changes nothing. */
export function effectOf(type: string): Effect | undefined {
  return effects[type] ?? effects[`${type.slice(0, type.indexOf('.'))}.*`]
}

/** Table of contents: each type of event, or family of types, and what follows it. */
const effects: Record<string, Effect> = {
  'payment_intent.*': applyIntentEvent,
  'payment_method.detached': async (app, { accountId, connection, event }) =>
    removeByStripeId(
      app.db,
      accountId,
      connection.stripe_account_id,
      (event.data.object as Stripe.PaymentMethod).id,
      app.now(),
    ),
}
