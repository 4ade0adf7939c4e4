import { Refusal } from '@quittance/core/refusal'
import type { App } from '../../context.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import { noteDoubt } from './note-doubt.ts'
import type { Connection } from './queries.ts'

/** Where in the sealer's purposes a connection's secrets live. */
export function sealPurpose(accountId: string, name: 'secret_key' | 'webhook_secret'): string {
  return `${accountId}/stripe/${name}`
}

/** Whether we may ask Stripe through it: an ended connection has no key any more. */
export function hasAccess(connection: Connection): boolean {
  return connection.disconnected_at === null
}

/**
 * The SDK as this connection: with its own key, or with the platform's and `Stripe-Account`. A 401 or 403, whoever met
 * it, raises the doubt whether we still have access. @throws Refusal `stripe_not_connected` once it ended.
 */
export async function stripeOf(app: App, connection: Connection): Promise<Stripe> {
  const watch = { name: connection.id, refused: () => noteDoubt(app, connection) }
  if (connection.provider === 'connect' && hasAccess(connection))
    return app.stripe.client('connect', platformOf(app).secretKey, {
      stripeAccount: connection.stripe_account_id,
      watch,
    })
  if (!connection.secret_key_sealed)
    throw new Refusal('stripe_not_connected', 'Stripe was removed from this account.')
  return app.stripe.client(
    connection.provider,
    app.sealer.open(connection.secret_key_sealed, sealPurpose(connection.account_id, 'secret_key')),
    { watch },
  )
}

/** What Stripe.js is opened with: `Stripe(publishableKey, {stripeAccount})`. */
export interface BrowserStripe {
  jsUrl: string
  publishableKey: string
  stripeAccount: string | null
}

/** A connection without a publishable key of its own was onboarded by the platform, whose key then acts as the account. */
export function browserStripeOf(
  app: App,
  connection: Pick<Connection, 'provider' | 'publishable_key' | 'stripe_account_id'>,
): BrowserStripe {
  const { jsUrl } = app.stripe.browser(connection.provider)
  if (connection.publishable_key)
    return { jsUrl, publishableKey: connection.publishable_key, stripeAccount: null }
  return {
    jsUrl,
    publishableKey: platformOf(app).publishableKey ?? '',
    stripeAccount: connection.stripe_account_id,
  }
}

/** The operator's platform. @throws Refusal `connect_off` where there is none. */
export function platformOf(app: App): NonNullable<App['config']['stripeConnect']> {
  const platform = app.config.stripeConnect
  if (!platform)
    throw new Refusal(
      'connect_off',
      'This server has no Stripe platform (STRIPE_CONNECT_… settings). Connect with your own keys.',
    )
  return platform
}

/** The SDK as the platform itself. */
export async function platformStripe(app: App): Promise<Stripe> {
  return app.stripe.client('connect', platformOf(app).secretKey)
}

/** The mode of the platform's key: what is connected through it is of the same. */
export function platformIsLive(app: App): boolean {
  return /^[a-z]+_live_/.test(platformOf(app).secretKey)
}
