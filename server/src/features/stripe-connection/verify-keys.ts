import { type Refusal, refuseField } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { asRefusal, type Stripe, type StripeProvider, stripeFault } from '../../platform/stripe/client.ts'
import { missingPermissions } from './permissions.ts'

export interface StripeKeys {
  secretKey: string
  publishableKey: string
  provider: StripeProvider
}

/** What Stripe says of a pair of keys. */
export interface VerifiedKeys {
  stripe: Stripe
  account: Stripe.Account
  livemode: boolean
  permissionsMissing: string[]
}

/** Test and live are told apart by the keys themselves; both must say the same. @throws Refusal `invalid_fields`. */
export function modeOf({ secretKey, publishableKey }: StripeKeys): boolean {
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

/**
 * Verifies the pair with Stripe before anything is saved (R36): known there, allowed to do what is needed, both of one
 * account, allowed to charge. @throws Refusal `invalid_fields` naming the key and what it lacks.
 */
export async function verifyKeys(ctx: Context, keys: StripeKeys): Promise<VerifiedKeys> {
  const livemode = modeOf(keys)
  const stripe = await ctx.stripe.client(keys.provider, keys.secretKey)
  const account = await readAccount(stripe)
  if (livemode && !account.charges_enabled)
    throw refuseField(
      '/secret_key',
      'Stripe does not let this account take payments yet. Finish its activation in the Stripe Dashboard.',
    )
  const probe = newId('probe')
  const permissionsMissing = keys.secretKey.startsWith('rk_') ? await assertPermitted(stripe, probe) : []
  await assertSameAccount(ctx, stripe, keys, probe)
  return { stripe, account, livemode, permissionsMissing }
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
    if (fault?.statusCode === 403) throw lacks(['Account (read)'])
    throw asRefusal(error)
  }
}

/** Returns what is missing and can be done without. */
async function assertPermitted(stripe: Stripe, probe: string): Promise<string[]> {
  const { essential, other } = await missingPermissions(stripe, probe)
  if (essential.length > 0) throw lacks([...essential, ...other])
  return other
}

function lacks(names: string[]): Refusal {
  return refuseField(
    '/secret_key',
    `This key lacks ${names.length === 1 ? 'a permission' : 'permissions'}: ${names.join(', ')}. Edit the key in the Stripe Dashboard and try again.`,
  )
}

/** A publishable key of another account would fail only in the payer's browser: both keys must see one SetupIntent. */
async function assertSameAccount(
  ctx: Context,
  stripe: Stripe,
  keys: StripeKeys,
  probe: string,
): Promise<void> {
  const setup = await stripe.setupIntents
    .create({ description: 'Quittance checks your keys' }, { idempotencyKey: `${probe}:create` })
    .catch((error: unknown) => {
      throw asRefusal(error)
    })
  try {
    const browser = await ctx.stripe.client(keys.provider, keys.publishableKey)
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
