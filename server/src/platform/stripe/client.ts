import { Refusal } from '@quittance/core/refusal'
import type { Stripe } from 'stripe'

export type { Stripe } from 'stripe'

/** The version every request names and every webhook endpoint of ours is made with (R39). */
export const stripeApiVersion = '2026-10-28.endive'

/** Which Stripe answers, and by whose key: the one of the settings (own keys, the platform's), or the simulated one of tours. */
export type StripeProvider = 'own_keys' | 'connect' | 'simulated'

export interface StripeClientOptions {
  /** Acts as this account, by the key of its platform (`Stripe-Account`). */
  stripeAccount?: string
  /** Called when Stripe answered 401 or 403, whoever asked. `name` keeps clients of one key apart. */
  watch?: { name: string; refused(status: number): void }
}

export interface StripeClients {
  /** The SDK for one key. Loaded when first used; one client a key is kept. */
  client(provider: StripeProvider, key: string, options?: StripeClientOptions): Promise<Stripe>
  /** Where the browser finds that Stripe: its script, and the origin its requests go to. */
  browser(provider: StripeProvider): { jsUrl: string; apiBase: string }
  /** Where a merchant says yes to a platform: `connect.stripe.com`, or the Stripe of the settings. */
  authorizeUrl: string
}

const clientsKept = 200
const stripesOwn = 'https://api.stripe.com'

/** Only this module talks to Stripe (R39). `simulatorUrl` null: tours are off. */
export function createStripeClients(settings: {
  apiBase: string
  jsUrl: string
  simulatorUrl: string | null
}): StripeClients {
  const clients = new Map<string, Promise<Stripe>>()
  const baseOf = (provider: StripeProvider) =>
    provider === 'simulated' ? required(settings.simulatorUrl) : settings.apiBase
  return {
    authorizeUrl: `${settings.apiBase === stripesOwn ? 'https://connect.stripe.com' : settings.apiBase}/oauth/authorize`,
    client(provider, key, options = {}) {
      const name = [provider, key, options.stripeAccount, options.watch?.name].join('|')
      const known = clients.get(name)
      if (known) return known
      if (clients.size >= clientsKept) clients.delete(clients.keys().next().value!)
      const made = open(baseOf(provider), key, options)
      clients.set(name, made)
      return made
    },
    browser(provider) {
      const apiBase = new URL(baseOf(provider)).origin
      return { apiBase, jsUrl: provider === 'simulated' ? `${apiBase}/js/stripe.js` : settings.jsUrl }
    },
  }
}

async function open(
  base: string,
  key: string,
  { stripeAccount, watch }: StripeClientOptions,
): Promise<Stripe> {
  const { default: StripeSdk } = await import('stripe')
  const url = new URL(base)
  const protocol = url.protocol === 'http:' ? 'http' : 'https'
  const stripe = new StripeSdk(key, {
    ...(stripeAccount ? { stripeAccount } : {}),
    apiVersion: stripeApiVersion,
    host: url.hostname,
    port: Number(url.port) || (protocol === 'http' ? 80 : 443),
    protocol,
    telemetry: false,
    // The SDK repeats with the same idempotency key: never a second effect.
    maxNetworkRetries: 2,
    timeout: 10_000,
  })
  if (watch)
    stripe.on('response', ({ status }: { status: number }) => {
      if (status === 401 || status === 403) watch.refused(status)
    })
  return stripe
}

function required(simulatorUrl: string | null): string {
  if (!simulatorUrl) throw new Refusal('tour_off', 'The Live Tour is switched off on this server.')
  return simulatorUrl
}

/** What Stripe's SDK throws, by the fields we decide from. */
export interface StripeFault {
  type: string
  code: string | null
  statusCode: number | null
  message: string
  /** The PaymentIntent that the refused call made or confirmed: a decline has one. */
  paymentIntentId: string | null
}

/** `error` as a Stripe fault, or null when it is something else. */
export function stripeFault(error: unknown): StripeFault | null {
  const fault = error as {
    type?: unknown
    code?: unknown
    statusCode?: unknown
    message?: unknown
    payment_intent?: { id?: unknown }
  } | null
  if (typeof fault?.type !== 'string' || !fault.type.startsWith('Stripe')) return null
  return {
    type: fault.type,
    code: typeof fault.code === 'string' ? fault.code : null,
    statusCode: typeof fault.statusCode === 'number' ? fault.statusCode : null,
    message: typeof fault.message === 'string' ? fault.message : 'Stripe answered with an error.',
    paymentIntentId: typeof fault.payment_intent?.id === 'string' ? fault.payment_intent.id : null,
  }
}

/** Turns what Stripe's SDK threw into a Refusal a person understands; other errors stay as they are. */
export function asRefusal(error: unknown): unknown {
  const fault = stripeFault(error)
  if (!fault) return error
  if (fault.statusCode === 401 || fault.statusCode === 403) {
    return new Refusal(
      'stripe_refused',
      'Stripe no longer accepts the keys of this account. Connect Stripe again.',
      { facts: { stripe_code: fault.code } },
    )
  }
  if (
    fault.statusCode === null ||
    fault.statusCode >= 500 ||
    fault.statusCode === 429 ||
    fault.statusCode === 409
  ) {
    return new Refusal(
      'stripe_unavailable',
      'Stripe does not answer right now. Nothing was charged; please try again in a moment.',
    )
  }
  return new Refusal('stripe_refused', `Stripe refused: ${fault.message}`, {
    facts: { stripe_code: fault.code },
  })
}
