import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { hashToken } from '../../platform/crypto/tokens.ts'
import { violates } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { asRefusal, stripeFault } from '../../platform/stripe/client.ts'
import { accountFacts } from './account-facts.ts'
import { alreadyConnected } from './already-connected.ts'
import { activeConnection } from './queries.ts'
import { registerPayDomain } from './register-pay-domain.ts'
import { insertConnection, takeVisit } from './store.ts'
import { platformIsLive, platformOf, platformStripe } from './stripe-of.ts'

/** What the browser brings back from Stripe's consent page. */
export interface ReturnFromStripe {
  state: string
  code: string | null
  /** Set when the merchant said no. */
  error: string | null
}

/**
 * The merchant came back from Stripe. The visit must have begun in this very session and account, minutes ago, and
 * counts once; then the code is exchanged, and what is kept is who the account is, never the tokens.
 * @throws Refusal `stripe_already_connected`, `stripe_refused`, `stripe_unavailable`.
 */
export async function finishConnect(
  ctx: Context,
  sessionHash: Buffer,
  back: ReturnFromStripe,
): Promise<'connected' | 'denied' | 'expired'> {
  const isOurs = await takeVisit(ctx.db, {
    stateHash: hashToken(back.state),
    accountId: ctx.accountId,
    sessionHash,
    now: ctx.now(),
  })
  if (!isOurs) return 'expired'
  if (back.error || !back.code) return 'denied'
  // Before the exchange, which would give the platform access to an account that nobody connects.
  if (await activeConnection(ctx.db, ctx.accountId)) throw alreadyConnected()
  await connect(ctx, await exchange(ctx, back.code))
  return 'connected'
}

async function exchange(ctx: Context, code: string) {
  try {
    const token = await (await platformStripe(ctx)).oauth.token({ grant_type: 'authorization_code', code })
    if (!token.stripe_user_id || token.livemode !== platformIsLive(ctx))
      throw new Refusal('stripe_refused', 'Stripe connected an account of the other mode.')
    return { stripeAccountId: token.stripe_user_id, publishableKey: token.stripe_publishable_key ?? null }
  } catch (error) {
    const fault = stripeFault(error)
    if (fault?.statusCode === 400)
      throw new Refusal('stripe_refused', `Stripe did not take the code: ${fault.message}`)
    throw asRefusal(error)
  }
}

async function connect(
  ctx: Context,
  { stripeAccountId, publishableKey }: { stripeAccountId: string; publishableKey: string | null },
): Promise<void> {
  const stripe = await ctx.stripe.client('connect', platformOf(ctx).secretKey, {
    stripeAccount: stripeAccountId,
  })
  const account = await stripe.accounts.retrieveCurrent().catch((error: unknown) => {
    throw asRefusal(error)
  })
  try {
    await ctx.transaction((tx) =>
      insertConnection(tx, {
        account_id: ctx.accountId,
        account_kind: 'business',
        id: newId('con'),
        provider: 'connect',
        stripe_account_id: stripeAccountId,
        livemode: platformIsLive(ctx),
        ...accountFacts(account),
        restriction: account.charges_enabled ? null : 'onboarding',
        restricted_at: account.charges_enabled ? null : ctx.now(),
        publishable_key: publishableKey,
      }),
    )
    await registerPayDomain(ctx, stripe, stripeAccountId)
  } catch (error) {
    throw violates(error, 'one_connection_per_account') ? alreadyConnected() : error
  }
}
