import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { hashToken, newToken } from '../../platform/crypto/tokens.ts'
import { asRefusal } from '../../platform/stripe/client.ts'
import { alreadyConnected } from './already-connected.ts'
import { openStripeAccount } from './open-stripe-account.ts'
import { activeConnection, kindOfAccount } from './queries.ts'
import { insertVisit } from './store.ts'
import { platformOf, platformStripe } from './stripe-of.ts'

const visitLastsMs = 15 * 60_000

/**
 * The address at Stripe where a business connects its account to the operator's platform (R36): OAuth's consent page, or
 * Account Links' onboarding where the operator set a publishable key for it (docs/decisions/0011). `sessionHash` null:
 * asked for by an API key.
 * @throws Refusal `connect_off`, `simulated_only`, `stripe_already_connected`, `stripe_unavailable`.
 */
export async function beginConnect(ctx: Context, sessionHash: Buffer | null): Promise<string> {
  const platform = platformOf(ctx)
  const kind = await kindOfAccount(ctx.db, ctx.accountId)
  if (kind === 'tour')
    throw new Refusal(
      'simulated_only',
      'The Live Tour runs on a simulated Stripe. Set up your own business to connect a real account.',
    )
  const active = await activeConnection(ctx.db, ctx.accountId)
  const goesOn = active?.provider === 'connect' && active.restriction === 'onboarding'
  if (active && !goesOn) throw alreadyConnected()
  if (goesOn) return onboardingUrl(ctx, active.stripe_account_id)
  if (platform.publishableKey) return onboardingUrl(ctx, await openStripeAccount(ctx))
  return authorizeUrl(ctx, platform.clientId, sessionHash)
}

/** `state` leads back to this account and session, once, for minutes; only its hash is kept. */
async function authorizeUrl(ctx: Context, clientId: string, sessionHash: Buffer | null): Promise<string> {
  const state = newToken()
  const now = ctx.now()
  await insertVisit(ctx.db, {
    state_hash: hashToken(state),
    account_id: ctx.accountId,
    session_hash: sessionHash,
    created_at: now,
    expires_at: new Date(now.getTime() + visitLastsMs),
  })
  const url = new URL(ctx.stripe.authorizeUrl)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    scope: 'read_write',
    redirect_uri: `${ctx.config.publicUrl}/stripe/oauth/return`,
    state,
  }).toString()
  return url.href
}

/** Opens once, within minutes: a fresh one each time. */
async function onboardingUrl(ctx: Context, stripeAccountId: string): Promise<string> {
  try {
    const link = await (await platformStripe(ctx)).accountLinks.create(
      {
        account: stripeAccountId,
        type: 'account_onboarding',
        return_url: `${ctx.config.publicUrl}/stripe/onboarding/return`,
        refresh_url: `${ctx.config.publicUrl}/stripe/onboarding/refresh`,
      },
      { idempotencyKey: `link_${newToken()}` },
    )
    return link.url
  } catch (error) {
    throw asRefusal(error)
  }
}
