import { isConnected } from '../resources/connections.ts'
import type { Simulator } from '../simulator.ts'
import type { ApiKey } from './api-key.ts'
import { StripeError } from './stripe-error.ts'

/**
 * The account a call acts on: the key's own, opened if new, or the connected one `asked` for (`Stripe-Account`).
 * Throws 401 for revoked keys, 403 `account_invalid` for an account that is not connected, or no longer.
 */
export function accountFor(simulator: Simulator, key: ApiKey, asked: string | undefined): string {
  simulator.openAccount(key.account)
  const own = simulator.state.get('account', '', key.account)
  if (own?._private?.keys === 'revoked' || own?._private?.keyRules?.[key.digest]?.state === 'expired') {
    throw new StripeError(401, 'invalid_request_error', `Expired API Key provided: ${key.masked}`, {
      code: 'api_key_expired',
    })
  }
  if (!asked || asked === key.account) return key.account
  if (simulator.perform(key.account, (work) => isConnected(work, asked))) return asked
  throw accountInvalid(`The provided key '${key.masked}'`, asked)
}

/** 403: the account is not there, or not for whom asks. `who` is the start of the message. */
export function accountInvalid(who: string, account: string): StripeError {
  return new StripeError(
    403,
    'invalid_request_error',
    `${who} does not have access to account '${account}' (or that account does not exist). Application access may have been revoked.`,
    { code: 'account_invalid' },
  )
}
