import { Refusal, refuseField } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { violates } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import {
  asRefusal,
  type Stripe,
  type StripeProvider,
  stripeApiVersion,
  stripeFault,
} from '../../platform/stripe/client.ts'
import { activeConnection, type Connection, kindOfAccount } from './queries.ts'
import { insertConnection } from './store.ts'
import { sealPurpose } from './stripe-of.ts'

/** The news we ask for (stripe.md 6). Whatever else comes is stored and answered. */
const events: Stripe.WebhookEndpointCreateParams.EnabledEvent[] = [
  'payment_intent.succeeded',
  'payment_intent.processing',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'payment_intent.requires_action',
  'payment_intent.amount_capturable_updated',
  'charge.succeeded',
  'charge.failed',
  'charge.updated',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'payment_method.attached',
  'payment_method.detached',
  'payment_method.updated',
  'payment_method.automatically_updated',
  'setup_intent.succeeded',
  'setup_intent.setup_failed',
  'customer.deleted',
  'mandate.updated',
  'account.updated',
  'account.application.deauthorized',
  'radar.early_fraud_warning.created',
  'review.opened',
  'review.closed',
]

export interface ConnectStripe {
  secretKey: string
  publishableKey: string
  provider: StripeProvider
}

/**
 * Ties the account to the Stripe account of these keys (R36), verified with Stripe before anything is saved: both keys of
 * one account and mode, allowed to charge. Registers the webhook endpoint (R38); where Stripe cannot reach us,
 * reconciliation serves instead.
 * @throws Refusal `invalid_fields` naming the key, `simulated_only`, `stripe_already_connected`.
 */
export async function connectStripe(ctx: Context, input: ConnectStripe): Promise<Connection> {
  const livemode = modeOf(input)
  const accountKind = await kindOfAccount(ctx.db, ctx.accountId)
  if (accountKind === 'tour' && input.provider !== 'simulated') {
    throw new Refusal(
      'simulated_only',
      'The Live Tour runs on a simulated Stripe. Set up your own business to connect real keys.',
    )
  }
  if (await activeConnection(ctx.db, ctx.accountId)) throw alreadyConnected()

  const stripe = await ctx.stripe.client(input.provider, input.secretKey)
  const account = await readAccount(stripe)
  if (livemode && !account.charges_enabled)
    throw refuseField(
      '/secret_key',
      'Stripe does not let this account take payments yet. Finish its activation in the Stripe Dashboard.',
    )
  await assertSameAccount(ctx, stripe, input)

  const id = newId('con')
  const webhook = await registerWebhook(ctx, stripe, id)
  try {
    return await ctx.transaction((tx) =>
      insertConnection(tx, {
        account_id: ctx.accountId,
        account_kind: accountKind,
        id,
        provider: input.provider,
        stripe_account_id: account.id,
        livemode,
        business_name: account.business_profile?.name ?? account.settings?.dashboard?.display_name ?? null,
        country: account.country ?? null,
        default_currency: account.default_currency ?? null,
        charges_enabled: account.charges_enabled ?? true,
        publishable_key: input.publishableKey,
        secret_key_sealed: ctx.sealer.seal(input.secretKey, sealPurpose(ctx.accountId, 'secret_key')),
        secret_key_last4: input.secretKey.slice(-4),
        webhook_endpoint_id: webhook.endpointId,
        webhook_secret_sealed: webhook.secret
          ? ctx.sealer.seal(webhook.secret, sealPurpose(ctx.accountId, 'webhook_secret'))
          : null,
        webhook_problem: webhook.problem,
      }),
    )
  } catch (error) {
    if (webhook.endpointId) await stripe.webhookEndpoints.del(webhook.endpointId).catch(() => {})
    throw violates(error, 'one_connection_per_account') ? alreadyConnected() : error
  }
}

function alreadyConnected(): Refusal {
  return new Refusal(
    'stripe_already_connected',
    'Stripe is connected already. Remove it first to connect another account.',
  )
}

/** Test and live are told apart by the keys themselves; both must say the same. */
function modeOf({ secretKey, publishableKey }: ConnectStripe): boolean {
  const secret = /^(sk|rk)_(test|live)_[A-Za-z0-9]{10,}$/.exec(secretKey)
  if (!secret) throw refuseField('/secret_key', 'This is not a Stripe secret key. It begins with rk_ or sk_.')
  const publishable = /^pk_(test|live)_[A-Za-z0-9]{10,}$/.exec(publishableKey)
  if (!publishable)
    throw refuseField('/publishable_key', 'This is not a Stripe publishable key. It begins with pk_.')
  if (secret[2] !== publishable[1])
    throw refuseField(
      '/publishable_key',
      `The secret key is of ${secret[2]} mode, this one of ${publishable[1]} mode. Use two keys of the same mode.`,
    )
  return secret[2] === 'live'
}

async function readAccount(stripe: Stripe): Promise<Stripe.Account> {
  try {
    return await stripe.accounts.retrieveCurrent()
  } catch (error) {
    const fault = stripeFault(error)
    if (fault?.statusCode === 401)
      throw refuseField(
        '/secret_key',
        'Stripe does not know this key. Copy it again from the Stripe Dashboard.',
      )
    if (fault?.statusCode === 403)
      throw refuseField(
        '/secret_key',
        `This key may not read the account. Give it the permission and try again. (Stripe: ${fault.message})`,
      )
    throw asRefusal(error)
  }
}

/** A publishable key of another account would fail only in the payer's browser: both keys must see one SetupIntent. */
async function assertSameAccount(ctx: Context, stripe: Stripe, input: ConnectStripe): Promise<void> {
  const probe = newId('probe')
  const setup = await stripe.setupIntents
    .create({ description: 'Quittance checks your keys' }, { idempotencyKey: `${probe}:create` })
    .catch((error: unknown) => {
      const fault = stripeFault(error)
      if (fault?.statusCode === 403)
        throw refuseField('/secret_key', `This key lacks a permission. (Stripe: ${fault.message})`)
      throw asRefusal(error)
    })
  try {
    const browser = await ctx.stripe.client(input.provider, input.publishableKey)
    await browser.setupIntents.retrieve(setup.id, { client_secret: setup.client_secret! })
  } catch (error) {
    const fault = stripeFault(error)
    if (!fault || fault.statusCode === null || fault.statusCode >= 429) throw asRefusal(error)
    throw refuseField(
      '/publishable_key',
      'The publishable key belongs to another Stripe account than the secret key.',
    )
  } finally {
    await stripe.setupIntents.cancel(setup.id, {}, { idempotencyKey: `${probe}:cancel` }).catch(() => {})
  }
}

async function registerWebhook(
  ctx: Context,
  stripe: Stripe,
  connectionId: string,
): Promise<{ endpointId: string | null; secret: string | null; problem: string | null }> {
  try {
    const endpoint = await stripe.webhookEndpoints.create(
      {
        url: `${ctx.config.publicUrl}/webhooks/stripe/${connectionId}`,
        enabled_events: events,
        api_version: stripeApiVersion,
        description: 'Quittance',
        metadata: { quittance_account: ctx.accountId },
      },
      { idempotencyKey: `${connectionId}:webhook` },
    )
    return { endpointId: endpoint.id, secret: endpoint.secret ?? null, problem: null }
  } catch (error) {
    const fault = stripeFault(error)
    if (!fault) throw error
    return { endpointId: null, secret: null, problem: fault.message }
  }
}
