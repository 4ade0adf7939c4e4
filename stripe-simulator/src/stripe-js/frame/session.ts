import { type Caller, callApi, intentPath } from '../api-call.ts'
import type { ClientError, ElementsConfig } from '../protocol.ts'

/** What the form is drawn from. */
export type Session = {
  businessName: string
  saveUsage: 'off_session' | 'on_session' | null
  types: string[]
}

/** The element can show these; an intent may allow more. */
const drawable = ['card', 'sepa_debit']

/** Asks the simulator about the account, the customer session and, with a client secret, the intent. */
export async function loadSession(caller: Caller, config: ElementsConfig): Promise<Session> {
  const query = new URLSearchParams({ key: caller.key })
  if (caller.stripeAccount) query.set('_stripe_account', caller.stripeAccount)
  if (config.customerSessionClientSecret) {
    query.set('customer_session_client_secret', config.customerSessionClientSecret)
  }
  const response = await fetch(new URL(`js/session?${query}`, caller.base))
  const session = await response.json()
  if (session.error) throw loadError(session.error.message)
  return {
    businessName: session.businessName,
    saveUsage: session.saveUsage,
    types: await methodTypes(caller, config),
  }
}

async function methodTypes(caller: Caller, config: ElementsConfig): Promise<string[]> {
  let types = config.paymentMethodTypes ?? (config.currency === 'eur' ? drawable : ['card'])
  if (config.clientSecret) {
    const secret = { client_secret: config.clientSecret }
    const { error, result } = await callApi(caller, 'GET', intentPath(config.clientSecret), secret)
    if (error) throw loadError(error.message)
    types = result!.payment_method_types as string[]
  }
  const shown = drawable.filter(
    (type) => types.includes(type) && !config.excludedPaymentMethodTypes.includes(type),
  )
  if (shown.length === 0)
    throw loadError('None of the payment method types is supported by the simulated element.')
  return shown
}

function loadError(message: string): ClientError {
  return { type: 'invalid_request_error', message }
}
