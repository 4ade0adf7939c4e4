import { Refusal, refuseField } from '@quittance/core/refusal'
import type { App, Context } from '../../context.ts'
import { hashToken, newToken } from '../../platform/crypto/tokens.ts'
import { newId } from '../../platform/ids.ts'
import { publish } from '../../platform/jobs/outbox.ts'
import { findCustomer } from '../customers/queries.ts'
import { lockActiveConnection } from '../stripe-connection/queries.ts'
import type { CardRequest } from './queries.ts'
import { insertCardRequest, revokeOpenRequests } from './store.ts'

const lifetimeMs = 14 * 86_400_000

/**
 * Asks a customer by e-mail to save a payment method, without paying (R42): a link that works once, for two weeks, and
 * takes the place of any earlier one. @throws Refusal `stripe_not_connected`, `not_found`, `invalid_fields` without an
 * e-mail address.
 */
export async function requestCard(ctx: Context, input: { customerId: string }): Promise<CardRequest> {
  return ctx.transaction(async (tx) => {
    if (!(await lockActiveConnection(tx, ctx.accountId, 'share')))
      throw new Refusal('stripe_not_connected', 'Connect Stripe before you ask for a payment method.')
    const customer = await findCustomer(tx, ctx.accountId, input.customerId)
    if (!customer) throw new Refusal('not_found', 'There is no such customer.')
    const sentTo = customer.billing_email ?? customer.email
    if (!sentTo) throw refuseField('/email', 'Give the customer an e-mail address first.')
    await revokeOpenRequests(tx, ctx.accountId, customer.id, ctx.now())
    const token = newToken()
    const id = newId('cr')
    const request = await insertCardRequest(tx, {
      account_id: ctx.accountId,
      id,
      customer_id: customer.id,
      sent_to: sentTo,
      token_hash: hashToken(token),
      token_sealed: ctx.sealer.seal(token, tokenPurpose(ctx.accountId, id)),
      expires_at: new Date(ctx.now().getTime() + lifetimeMs),
    })
    await publish(tx, ctx.accountId, { type: 'card.requested', requestId: id, messageId: newId('em') })
    return request
  })
}

/** Where the customer saves. */
export function cardUrl(app: App, request: CardRequest): string {
  const token = app.sealer.open(request.token_sealed, tokenPurpose(request.account_id, request.id))
  return `${app.config.publicUrl}/card/${token}`
}

/** What a request's token is sealed for. */
export function tokenPurpose(accountId: string, id: string): string {
  return `${accountId}/${id}/card_request`
}
