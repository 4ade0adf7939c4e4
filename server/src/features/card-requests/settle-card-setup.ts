import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { insertPaymentMethod } from '../customers/store.ts'
import type { Connection } from '../stripe-connection/queries.ts'
import { type CardRequest, findCardRequest, lockCardRequest } from './queries.ts'
import { updateCardRequest } from './store.ts'

/**
 * The one place where a SetupIntent is believed, whoever brings the news: the customer's return, the webhook, the
 * reconciler. Keeps the method with the proof of consent, once (R23, R42). `intent` with `payment_method` expanded.
 * null when the intent is none of ours.
 */
export async function settleCardSetup(
  app: App,
  accountId: AccountId,
  news: { connection: Connection; intent: Stripe.SetupIntent },
): Promise<CardRequest | null> {
  const { connection, intent } = news
  const requestId = intent.metadata?.['card_request_id']
  const found = requestId ? await findCardRequest(app.db, accountId, requestId) : undefined
  const isOurs =
    found !== undefined &&
    (found.setup_intent_id === null || found.setup_intent_id === intent.id) &&
    found.stripe_account_id === connection.stripe_account_id &&
    found.livemode === connection.livemode
  if (!isOurs) return null
  const ctx = contextOf(app, accountId, { type: 'stripe' })
  return ctx.transaction(async (tx) => {
    const request = await lockCardRequest(tx, accountId, found.id)
    const noted = { checked_at: ctx.now(), setup_intent_id: intent.id }
    const method = intent.payment_method
    if (request.saved_at || intent.status !== 'succeeded' || !method || typeof method === 'string')
      return updateCardRequest(tx, accountId, request.id, noted)
    await insertPaymentMethod(tx, {
      account_id: accountId,
      id: newId('pm'),
      customer_id: request.customer_id,
      stripe_account_id: connection.stripe_account_id,
      livemode: connection.livemode,
      stripe_payment_method_id: method.id,
      ...cardOf(method),
      consent: JSON.stringify(request.consent),
    })
    return updateCardRequest(tx, accountId, request.id, { ...noted, saved_at: ctx.now() })
  })
}

function cardOf(method: Stripe.PaymentMethod): {
  type: string
  brand: string | null
  last4: string | null
  exp_month: number | null
  exp_year: number | null
} {
  const bank = method.sepa_debit ?? method.us_bank_account
  return {
    type: method.type,
    brand: method.card?.brand ?? null,
    last4: method.card?.last4 ?? bank?.last4 ?? null,
    exp_month: method.card?.exp_month ?? null,
    exp_year: method.card?.exp_year ?? null,
  }
}
