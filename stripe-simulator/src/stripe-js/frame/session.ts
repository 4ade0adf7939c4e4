import { type Caller, callApi, intentPath } from '../api-call.ts'
import { askSession, loadError, sessionAddress } from '../ask-session.ts'
import type { ElementSession, ElementsConfig } from '../protocol.ts'

/** What the form is drawn from. */
export type Session = ElementSession & { types: string[] }

/** The element can show these; an intent may allow more. */
const drawable = ['card', 'sepa_debit', 'us_bank_account']
const bankDebits: Record<string, string> = { eur: 'sepa_debit', usd: 'us_bank_account' }

/** Asks the simulator about the account, the customer session and, with a client secret, the intent. */
export async function loadSession(caller: Caller, config: ElementsConfig): Promise<Session> {
  const session = await askSession(caller, config.customerSessionClientSecret)
  const types = await methodTypes(caller, config)
  const savedMethods = session.savedMethods.filter((method) => types.includes(method.type))
  return { ...session, savedMethods, types }
}

/** Takes a saved method off the customer of the session. */
export async function removeSavedMethod(caller: Caller, config: ElementsConfig, id: string): Promise<void> {
  const response = await fetch(sessionAddress(caller, config.customerSessionClientSecret), {
    method: 'POST',
    body: new URLSearchParams({ detach: id }),
  })
  const answer = await response.json()
  if (answer.error) throw loadError(answer.error.message)
}

async function methodTypes(caller: Caller, config: ElementsConfig): Promise<string[]> {
  let types = config.paymentMethodTypes ?? ['card', bankDebits[config.currency ?? ''] ?? '']
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
