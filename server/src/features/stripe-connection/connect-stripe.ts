import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { violates } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { accountFacts } from './account-facts.ts'
import { activeConnection, type Connection, kindOfAccount } from './queries.ts'
import { registerPayDomain } from './register-pay-domain.ts'
import { insertConnection, updateConnection } from './store.ts'
import { sealPurpose } from './stripe-of.ts'
import { modeOf, type StripeKeys, type VerifiedKeys, verifyKeys } from './verify-keys.ts'
import { registerWebhook } from './webhook-endpoint.ts'

/**
 * Ties the account to the Stripe account of these keys (R36), verified with Stripe before anything is saved. Registers
 * the webhook endpoint (R38); where Stripe cannot reach us, reconciliation serves instead. While connected by own keys,
 * other keys of the same Stripe account and mode take their place.
 * @throws Refusal `invalid_fields` naming the key, `simulated_only`, `stripe_already_connected` for another account or mode.
 */
export async function connectStripe(ctx: Context, keys: StripeKeys): Promise<Connection> {
  const livemode = modeOf(keys)
  const accountKind = await kindOfAccount(ctx.db, ctx.accountId)
  if (accountKind === 'tour' && keys.provider !== 'simulated') {
    throw new Refusal(
      'simulated_only',
      'The Live Tour runs on a simulated Stripe. Set up your own business to connect real keys.',
    )
  }
  const active = await activeConnection(ctx.db, ctx.accountId)
  if (active && (active.provider !== 'own_keys' || active.livemode !== livemode))
    throw alreadyConnected(active)
  const verified = await verifyKeys(ctx, keys)
  if (active) return replaceKeys(ctx, active, keys, verified)
  return insert(ctx, keys, verified, accountKind)
}

/** What is in flight stays readable: the account and the mode are the same (trap 18). */
async function replaceKeys(
  ctx: Context,
  active: Connection,
  keys: StripeKeys,
  verified: VerifiedKeys,
): Promise<Connection> {
  if (verified.account.id !== active.stripe_account_id) throw alreadyConnected(active)
  return ctx.transaction((tx) =>
    updateConnection(tx, ctx.accountId, active.id, {
      ...sealedKeys(ctx, keys),
      permissions_missing: verified.permissionsMissing,
      doubted_at: null,
    }),
  )
}

async function insert(
  ctx: Context,
  keys: StripeKeys,
  { stripe, account, livemode, permissionsMissing }: VerifiedKeys,
  accountKind: 'business' | 'tour',
): Promise<Connection> {
  const id = newId('con')
  const webhook = await registerWebhook(ctx, stripe, id, 1)
  try {
    const connection = await ctx.transaction((tx) =>
      insertConnection(tx, {
        account_id: ctx.accountId,
        account_kind: accountKind,
        id,
        provider: keys.provider,
        stripe_account_id: account.id,
        livemode,
        ...accountFacts(account),
        ...sealedKeys(ctx, keys),
        permissions_missing: permissionsMissing,
        webhook_endpoint_id: webhook.endpointId,
        webhook_secret_sealed: webhook.secret
          ? ctx.sealer.seal(webhook.secret, sealPurpose(ctx.accountId, 'webhook_secret'))
          : null,
        webhook_problem: webhook.problem,
      }),
    )
    await registerPayDomain(ctx, stripe, account.id)
    return connection
  } catch (error) {
    if (webhook.endpointId) await stripe.webhookEndpoints.del(webhook.endpointId).catch(() => {})
    throw violates(error, 'one_connection_per_account') ? alreadyConnected(null) : error
  }
}

function sealedKeys(ctx: Context, keys: StripeKeys) {
  return {
    publishable_key: keys.publishableKey,
    secret_key_sealed: ctx.sealer.seal(keys.secretKey, sealPurpose(ctx.accountId, 'secret_key')),
    secret_key_last4: keys.secretKey.slice(-4),
  }
}

function alreadyConnected(active: Connection | null): Refusal {
  const which = active ? ` (${active.stripe_account_id}, ${active.livemode ? 'live' : 'test'} mode)` : ''
  return new Refusal(
    'stripe_already_connected',
    `Stripe is connected already${which}. Keys of the same account and mode can take the place of those in use; for another account or mode, remove Stripe first, which ends the payments that are open there.`,
  )
}
