import type { App } from '../../context.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import type { StripeNews } from '../payments/stripe-news.ts'
import { findCardRequest } from './queries.ts'
import { refreshCardRequest } from './refresh-card-request.ts'

/** News of a SetupIntent: if it is one of our requests', it is read again at Stripe. */
export async function applySetupEvent(app: App, { accountId, event }: StripeNews): Promise<void> {
  const id = (event.data.object as Stripe.SetupIntent).metadata?.['card_request_id']
  const request = id ? await findCardRequest(app.db, accountId, id) : undefined
  if (request) await refreshCardRequest(app, request)
}
