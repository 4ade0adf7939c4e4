import type Stripe from 'stripe'
import { randomText } from '../ids.ts'
import { accountInvalid } from '../transport/account-for.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { invalidRequest } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { isConnected } from './connections.ts'

const fiveMinutesMs = 5 * 60 * 1000

/** `POST /v1/account_links`: an onboarding address that opens once, within minutes. */
export function createAccountLink(work: Work, request: ApiRequest<Stripe.AccountLinkCreateParams>) {
  const { account, type, refresh_url: refreshUrl, return_url: returnUrl } = request.parameters
  if (!isConnected(work, account)) throw accountInvalid('The provided key', account)
  if (type !== 'account_onboarding') {
    throw invalidRequest('You cannot create `account_update` type Account Links for this account.', {
      param: 'type',
    })
  }
  const link = work.save('account_link', {
    id: randomText(24),
    account,
    refreshUrl: webAddress(refreshUrl, 'refresh_url'),
    returnUrl: webAddress(returnUrl, 'return_url'),
    expiresAtMs: work.nowMs + fiveMinutesMs,
    session: null,
  })
  return {
    object: 'account_link',
    created: work.now,
    expires_at: Math.floor(link.expiresAtMs / 1000),
    url: `${request.baseUrl}/setup/s/${work.accountId}/${link.id}`,
  }
}

function webAddress(text: string | undefined, param: string): string {
  if (!text) {
    throw invalidRequest(`You must provide a ${param} when creating this type of account link.`, {
      code: 'parameter_missing',
      param,
    })
  }
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw invalidRequest('Not a valid URL', { code: 'url_invalid', param })
}
