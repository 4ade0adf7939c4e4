import type { ClientError } from './protocol.ts'

type Answer = { error?: ClientError; result?: Record<string, unknown> }

/** Who calls and where: the publishable key, the connected account, and the simulator's address ending in `/`. */
export type Caller = { base: string; key: string; stripeAccount: string | null }

const version = '2026-10-28.endive'

/** Calls the API with the publishable key as Stripe.js does; resolves an error instead of throwing it. */
export async function callApi(
  caller: Caller,
  method: 'GET' | 'POST',
  path: string,
  parameters: Record<string, string>,
): Promise<Answer> {
  const form = new URLSearchParams({ ...parameters, key: caller.key, _stripe_version: version })
  if (caller.stripeAccount) form.set('_stripe_account', caller.stripeAccount)
  const url = new URL(path, caller.base)
  try {
    const response =
      method === 'GET' ? await fetch(`${url}?${form}`) : await fetch(url, { method: 'POST', body: form })
    const json = await response.json()
    return json.error ? { error: withoutMerchantFields(json.error) } : { result: reduced(json) }
  } catch {
    return {
      error: {
        type: 'api_connection_error',
        message:
          'We are experiencing issues connecting to our payments provider. Please check your internet connection and try again.',
      },
    }
  }
}

/** The id at the front of a client secret: `pi_…` or `seti_…`. */
export function intentIdOf(clientSecret: string): string {
  return clientSecret.split('_secret_')[0] ?? ''
}

export function intentPath(clientSecret: string): string {
  const id = intentIdOf(clientSecret)
  return `v1/${id.startsWith('seti_') ? 'setup_intents' : 'payment_intents'}/${id}`
}

/** Fields of an intent that a page is shown; the merchant's own are not among them. */
const shownFields = new Set(
  'id object amount amount_details automatic_payment_methods canceled_at cancellation_reason capture_method client_secret confirmation_method created currency description last_payment_error last_setup_error livemode next_action payment_method payment_method_configuration_details payment_method_types processing receipt_email setup_future_usage shipping source status usage'.split(
    ' ',
  ),
)

function reduced(object: Record<string, unknown>): Record<string, unknown> {
  if (object.object !== 'payment_intent' && object.object !== 'setup_intent') return object
  return Object.fromEntries(Object.entries(object).filter(([name]) => shownFields.has(name)))
}

function withoutMerchantFields(error: ClientError): ClientError {
  return {
    ...error,
    ...(error.payment_intent && { payment_intent: reduced(error.payment_intent) }),
    ...(error.setup_intent && { setup_intent: reduced(error.setup_intent) }),
  }
}
