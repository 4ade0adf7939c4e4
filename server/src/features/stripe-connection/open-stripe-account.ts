import type { Context } from '../../context.ts'
import { violates } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { asRefusal, type Stripe } from '../../platform/stripe/client.ts'
import { accountFacts } from './account-facts.ts'
import { alreadyConnected } from './already-connected.ts'
import { businessOf } from './queries.ts'
import { deleteOnboarding, findOrInsertOnboarding, insertConnection } from './store.ts'
import { platformIsLive, platformStripe } from './stripe-of.ts'

/**
 * Makes a Stripe account for this business under the platform, and the connection that waits for its onboarding. Written
 * down before Stripe hears of it: what crashed in between meets the same account. Returns its id at Stripe.
 */
export async function openStripeAccount(ctx: Context): Promise<string> {
  const business = await businessOf(ctx.db, ctx.accountId)
  const onboarding = await findOrInsertOnboarding(ctx.db, ctx.accountId, newId('onb'))
  const account = await create(await platformStripe(ctx), {
    key: `${onboarding.id}:account`,
    country: business.country,
    name: business.name,
    accountId: ctx.accountId,
  })
  try {
    await ctx.transaction(async (tx) => {
      await deleteOnboarding(tx, ctx.accountId)
      await insertConnection(tx, {
        account_id: ctx.accountId,
        account_kind: 'business',
        id: newId('con'),
        provider: 'connect',
        stripe_account_id: account.id,
        livemode: platformIsLive(ctx),
        ...accountFacts(account),
        restriction: account.charges_enabled ? null : 'onboarding',
        restricted_at: account.charges_enabled ? null : ctx.now(),
      })
    })
  } catch (error) {
    throw violates(error, 'one_connection_per_account') ? alreadyConnected() : error
  }
  return account.id
}

async function create(
  stripe: Stripe,
  business: { key: string; country: string; name: string; accountId: string },
): Promise<Stripe.Account> {
  try {
    return await stripe.accounts.create(
      {
        type: 'standard',
        country: business.country,
        business_profile: { name: business.name },
        metadata: { quittance_account: business.accountId },
      },
      { idempotencyKey: business.key },
    )
  } catch (error) {
    throw asRefusal(error)
  }
}
