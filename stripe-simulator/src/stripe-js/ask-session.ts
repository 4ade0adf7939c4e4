import type { Caller } from './api-call.ts'
import type { ClientError, ElementSession } from './protocol.ts'

/** Asks the simulator what an element may offer; throws a client error when the keys or the secret are not good. */
export async function askSession(
  caller: Caller,
  customerSessionSecret: string | null,
): Promise<ElementSession> {
  const session = await (await fetch(sessionAddress(caller, customerSessionSecret))).json()
  if (session.error) throw loadError(session.error.message)
  return session
}

export function sessionAddress(caller: Caller, customerSessionSecret: string | null): URL {
  const query = new URLSearchParams({ key: caller.key })
  if (caller.stripeAccount) query.set('_stripe_account', caller.stripeAccount)
  if (customerSessionSecret) query.set('customer_session_client_secret', customerSessionSecret)
  return new URL(`js/session?${query}`, caller.base)
}

export function loadError(message: string): ClientError {
  return { type: 'invalid_request_error', message }
}
