import { createHash } from 'node:crypto'
import { StripeError } from './stripe-error.ts'

export type ApiKey = {
  kind: 'secret' | 'restricted' | 'publishable'
  account: string
  /** Tells keys apart without keeping them. */
  digest: string
  /** As messages may show it. */
  masked: string
}

const kinds = { sk: 'secret', rk: 'restricted', pk: 'publishable' } as const

/**
 * Reads an API key. Every well-formed test key is good: its first 16 letters and digits name the account, so that
 * `sk_test_…` and `pk_test_…` with the same start belong together. Live keys are always refused. Throws 401.
 */
export function readApiKey(authorization: string | undefined, keyInForm: string | undefined): ApiKey {
  const text = keyFromHeader(authorization) || keyInForm || ''
  if (!text) {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    )
  }
  if (/^[a-z]+_live_/.test(text)) {
    throw unauthorized(
      'This is a simulator of Stripe: the simulator never accepts a live key. Use a test key.',
    )
  }
  const match = /^(sk|rk|pk)_test_([A-Za-z0-9_]+)$/.exec(text)
  const body = match?.[2]?.replace(/[^A-Za-z0-9]/g, '') ?? ''
  if (!match || body.length < 16) throw unauthorized(`Invalid API Key provided: ${masked(text)}`)
  return {
    kind: kinds[match[1] as keyof typeof kinds],
    account: `acct_${body.slice(0, 16)}`,
    digest: createHash('sha256').update(text).digest('hex').slice(0, 32),
    masked: masked(text),
  }
}

/** A key as error messages may show it. */
export function masked(key: string): string {
  const shown = /^(sk|rk|pk)_test_/.exec(key)?.[0] ?? ''
  return `${shown}${'*'.repeat(Math.max(key.length - shown.length - 4, 3))}${key.length > 12 ? key.slice(-4) : ''}`
}

function keyFromHeader(authorization: string | undefined): string {
  if (authorization?.startsWith('Bearer ')) return authorization.slice(7).trim()
  if (authorization?.startsWith('Basic ')) {
    return Buffer.from(authorization.slice(6), 'base64').toString('utf8').split(':')[0] ?? ''
  }
  return ''
}

function unauthorized(message: string): StripeError {
  return new StripeError(401, 'invalid_request_error', message)
}
