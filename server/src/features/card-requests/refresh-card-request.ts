import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { asRefusal } from '../../platform/stripe/client.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { type CardRequest, staleCardRequests } from './queries.ts'
import { settleCardSetup } from './settle-card-setup.ts'
import { updateCardRequest } from './store.ts'

/** How a request stands: what Stripe says of its SetupIntent, and why the last try failed, in words for the customer. */
export interface SetupOutcome {
  outcome: 'saved' | 'failed' | 'pending' | 'open'
  message: string | null
}

/** Asks Stripe about the request's SetupIntent, and keeps the method if there is one now. @throws Refusal. */
export async function refreshCardRequest(app: App, request: CardRequest): Promise<SetupOutcome> {
  const accountId = request.account_id as AccountId
  if (request.saved_at) return { outcome: 'saved', message: null }
  const connection = await activeConnection(app.db, accountId)
  const isHere =
    connection?.stripe_account_id === request.stripe_account_id && connection?.livemode === request.livemode
  if (!connection || !request.setup_intent_id || !isHere) return { outcome: 'open', message: null }
  try {
    const stripe = await stripeOf(app, connection)
    const intent = await stripe.setupIntents.retrieve(request.setup_intent_id, { expand: ['payment_method'] })
    const settled = await settleCardSetup(app, accountId, { connection, intent })
    if (settled?.saved_at) return { outcome: 'saved', message: null }
    const waits = intent.status === 'processing' || intent.status === 'requires_action'
    if (waits) return { outcome: 'pending', message: null }
    const error = intent.last_setup_error
    return error ? { outcome: 'failed', message: error.message ?? null } : { outcome: 'open', message: null }
  } catch (error) {
    throw asRefusal(error)
  }
}

const perTurn = 50

/** Asks about every request whose customer was not seen again, so that none depends on a webhook or a return. */
export async function reconcileCardRequests(app: App): Promise<void> {
  for (const request of await staleCardRequests(app.db, app.config.reconcileIntervalMs, perTurn)) {
    await updateCardRequest(app.db, request.account_id as AccountId, request.id, { checked_at: app.now() })
    await refreshCardRequest(app, request).catch((error: unknown) =>
      app.log.warn({ request: request.id, error: String(error) }, 'a card request could not be reconciled'),
    )
  }
}
