import { type Caller, callApi, intentPath } from './api-call.ts'
import type { Calls, ClientError, ElementsConfig } from './protocol.ts'

/** What the payer chose to pay with, as form parameters, and whether it is to be kept, for which use. */
export type Choice = { data: Record<string, string>; keepFor: 'off_session' | 'on_session' | null }

/** Confirms a payment or setup with the payer's choice; in deferred mode only if the intent is what was announced. */
export async function confirmIntent(
  caller: Caller,
  config: ElementsConfig,
  choice: Choice,
  { clientSecret, returnUrl }: Calls['confirm']['arguments'],
): Promise<Calls['confirm']['result']> {
  const mismatch = await intentMismatch(caller, config, clientSecret)
  if (mismatch) return { error: mismatch }
  const isPayment = clientSecret.startsWith('pi_')
  const { error, result } = await callApi(caller, 'POST', `${intentPath(clientSecret)}/confirm`, {
    ...withRedisplay(config, choice, isPayment),
    ...(isPayment && choice.keepFor && { setup_future_usage: choice.keepFor }),
    ...(returnUrl && { return_url: returnUrl }),
    client_secret: clientSecret,
    use_stripe_sdk: 'true',
  })
  return error ? { error } : { intent: result! }
}

/** The same choice for a server that confirms later. */
export async function createConfirmationToken(
  caller: Caller,
  config: ElementsConfig,
  choice: Choice,
  { returnUrl }: Calls['createConfirmationToken']['arguments'],
): Promise<Calls['createConfirmationToken']['result']> {
  const { error, result } = await callApi(caller, 'POST', 'v1/confirmation_tokens', {
    ...withRedisplay(config, choice, config.mode !== 'setup'),
    ...(choice.keepFor && { setup_future_usage: choice.keepFor }),
    ...(returnUrl && { return_url: returnUrl }),
  })
  return error ? { error } : { confirmationToken: result! }
}

/** With a customer session: kept by the payer's tick is shown again `always`, by the merchant's will alone `limited`. */
function withRedisplay(config: ElementsConfig, { data, keepFor }: Choice, isPayment: boolean) {
  if (!config.customerSessionClientSecret || !('payment_method_data[type]' in data)) return data
  const isKept = !isPayment || config.setupFutureUsage !== null
  const redisplay = keepFor ? 'always' : isKept ? 'limited' : null
  return { ...data, ...(redisplay && { 'payment_method_data[allow_redisplay]': redisplay }) }
}

/** In deferred mode, what the page announced must be what the server made. */
async function intentMismatch(
  caller: Caller,
  config: ElementsConfig,
  clientSecret: string,
): Promise<ClientError | null> {
  if (config.clientSecret || config.mode === 'setup') return null
  const { error, result } = await callApi(caller, 'GET', intentPath(clientSecret), {
    client_secret: clientSecret,
  })
  if (error) return error
  const pairs = [
    ['amount', config.amount, result!.amount],
    ['currency', config.currency, result!.currency],
    ['setup_future_usage', config.setupFutureUsage, result!.setup_future_usage],
  ] as const
  const wrong = pairs.find(([, announced, actual]) => announced !== null && announced !== actual)
  if (!wrong) return null
  const [field, announced, actual] = wrong
  return {
    type: 'invalid_request_error',
    code: 'payment_intent_invalid_parameter',
    param: field,
    message: `The ${field} of the PaymentIntent (${actual}) does not match the ${field} that was given to Elements (${announced}).`,
  }
}
