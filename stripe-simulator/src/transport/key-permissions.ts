import type { KeyRule } from '../objects.ts'
import type { Route } from '../routes.ts'
import type { ApiKey } from './api-key.ts'
import { StripeError } from './stripe-error.ts'

/** Names of permissions that do not follow from the address ("Restricted API keys"). Refunds go with charges. */
const names: Record<string, string> = {
  account: 'accounts_kyc_basic',
  accounts: 'accounts_kyc_basic',
  balance: 'balance',
  balance_transactions: 'balance_transaction_source',
  refunds: 'charge',
  setup_attempts: 'setup_intent',
  webhook_endpoints: 'webhook',
}

/** Throws 403 unless a key of this kind, with the permissions it was given, may make the call. */
export function checkKeyMayCall(key: ApiKey, route: Route, account: string, rule: KeyRule | undefined): void {
  if (key.kind === 'publishable' && !route.browserView) {
    throw new StripeError(
      403,
      'invalid_request_error',
      'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
      { code: 'secret_key_required' },
    )
  }
  if (key.kind !== 'restricted' || !rule?.permissions) return
  const resource = resourceOf(route)
  const needed = `rak_${resource}_${route.method === 'GET' ? 'read' : 'write'}`
  // Who may write may read.
  if (rule.permissions.includes(needed) || rule.permissions.includes(`rak_${resource}_write`)) return
  throw new StripeError(
    403,
    'invalid_request_error',
    `The provided key '${key.masked}' does not have the required permissions for this endpoint on account '${account}'. Having the '${needed}' permission would allow this request to continue.`,
  )
}

function resourceOf({ path }: Route): string {
  const parts = path.split('/').slice(2)
  const noun = parts.includes('payment_methods')
    ? 'payment_methods'
    : (parts.find((part) => part !== 'test_helpers') ?? '')
  return names[noun] ?? noun.replace(/s$/, '')
}
