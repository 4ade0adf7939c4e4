import { Refusal } from '@quittance/core/refusal'
import type { Context, Tx } from '../../context.ts'
import { asRefusal, type Stripe, stripeFault } from '../../platform/stripe/client.ts'
import type { SaveConsent } from '../../records.ts'
import { forgetStripeCustomerOf } from '../payments/forget-stripe-customer.ts'
import { ensureStripeCustomer } from '../payments/stripe-customer.ts'
import { type Connection, lockActiveConnection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { type CardRequest, lockCardRequest, stateOf } from './queries.ts'
import { settleCardSetup } from './settle-card-setup.ts'
import { updateCardRequest } from './store.ts'

const attemptsAtMost = 3

/**
 * The customer pressed Save: notes their consent, then makes the request's SetupIntent or finds the one that is there.
 * @returns its client secret, for the browser alone. @throws Refusal `card_request_closed`, `stripe_not_connected`,
 * `stripe_unavailable`.
 */
export async function startCardSetup(
  ctx: Context,
  input: { requestId: string; consent: SaveConsent },
): Promise<{ clientSecret: string }> {
  try {
    for (let attempt = 1; attempt <= attemptsAtMost; attempt++) {
      const { request, connection } = await ctx.transaction((tx) => noteConsent(ctx, tx, input))
      const stripe = await stripeOf(ctx, connection)
      const intent = await findOrMakeSetup(ctx, stripe, request, connection)
      if (intent.status === 'canceled') {
        await updateCardRequest(ctx.db, ctx.accountId, request.id, {
          setup_intent_id: null,
          attempt: request.attempt + 1,
        })
        continue
      }
      if (intent.status !== 'succeeded') return { clientSecret: intent.client_secret! }
      await settleCardSetup(ctx, ctx.accountId, { connection, intent })
      throw closed()
    }
  } catch (error) {
    throw asRefusal(error)
  }
  throw new Refusal('stripe_unavailable', 'Stripe does not answer right now. Please try again in a moment.')
}

async function noteConsent(
  ctx: Context,
  tx: Tx,
  { requestId, consent }: { requestId: string; consent: SaveConsent },
): Promise<{ request: CardRequest; connection: Connection }> {
  const connection = await lockActiveConnection(tx, ctx.accountId, 'share')
  if (!connection)
    throw new Refusal('stripe_not_connected', 'A payment method cannot be saved at the moment.')
  const request = await lockCardRequest(tx, ctx.accountId, requestId)
  if (stateOf(request, ctx.now()) !== 'open') throw closed()
  // An intent of a Stripe account that is connected no more does not exist at this one (traps 17, 18).
  const isElsewhere =
    request.setup_intent_id !== null &&
    (request.stripe_account_id !== connection.stripe_account_id || request.livemode !== connection.livemode)
  return {
    connection,
    request: await updateCardRequest(tx, ctx.accountId, requestId, {
      consent: JSON.stringify(consent),
      stripe_account_id: connection.stripe_account_id,
      livemode: connection.livemode,
      ...(isElsewhere ? { setup_intent_id: null, attempt: request.attempt + 1 } : {}),
    }),
  }
}

async function findOrMakeSetup(
  ctx: Context,
  stripe: Stripe,
  request: CardRequest,
  connection: Connection,
): Promise<Stripe.SetupIntent> {
  if (request.setup_intent_id)
    return stripe.setupIntents.retrieve(request.setup_intent_id, { expand: ['payment_method'] })
  const key = `${request.id}:${request.attempt}`
  const intent = await makeSetup(ctx, stripe, request, connection, key)
  await updateCardRequest(ctx.db, ctx.accountId, request.id, { setup_intent_id: intent.id })
  return intent
}

async function makeSetup(
  ctx: Context,
  stripe: Stripe,
  request: CardRequest,
  connection: Connection,
  key: string,
): Promise<Stripe.SetupIntent> {
  const make = async (idempotencyKey: string) => {
    const customer = await ensureStripeCustomer(ctx, stripe, {
      customerId: request.customer_id,
      stripeAccountId: connection.stripe_account_id,
      livemode: connection.livemode,
      key: `${idempotencyKey}:customer`,
    })
    try {
      return await stripe.setupIntents.create(
        {
          customer,
          usage: 'off_session',
          metadata: { card_request_id: request.id, account_id: ctx.accountId },
        },
        { idempotencyKey: `${idempotencyKey}:setup` },
      )
    } catch (error) {
      if (stripeFault(error)?.code !== 'resource_missing') throw error
      // Deleted in the Dashboard meanwhile: made anew (trap 19).
      await forgetStripeCustomerOf(ctx, connection, customer)
      return null
    }
  }
  return (await make(key)) ?? (await make(`${key}:again`)) ?? giveUp()
}

function giveUp(): never {
  throw new Refusal('stripe_unavailable', 'Stripe does not answer right now. Please try again in a moment.')
}

function closed(): Refusal {
  return new Refusal('card_request_closed', 'This link was used, replaced or has expired.')
}
