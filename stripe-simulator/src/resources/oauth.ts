import { newId } from '../ids.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { StripeError } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { newKey } from './accounts.ts'
import { clientIdOf, connect, disconnect, isConnected } from './connections.ts'

const fiveMinutesMs = 5 * 60 * 1000

/** The merchant said yes: what the redirect address gets. It connects nothing before it is redeemed. */
export function makeOAuthCode(work: Work, account: string): string {
  const code = newId('ac_', 32)
  work.save('oauth_code', { id: code, account, expiresAtMs: work.nowMs + fiveMinutesMs, used: false })
  return code
}

/** `POST /oauth/token`: from now on the platform may act for the account. A code is good once. */
export function redeemOAuthCode(
  work: Work,
  request: ApiRequest<{ grant_type: string; code?: string; scope?: string }>,
) {
  const { grant_type: grantType, code: id } = request.parameters
  if (grantType !== 'authorization_code') {
    throw refuse(
      400,
      'unsupported_grant_type',
      'The simulator gives out no refresh tokens: use authorization_code.',
    )
  }
  if (!id) throw refuse(400, 'invalid_request', 'No authorization code provided')
  const code = work.find('oauth_code', id)
  if (!code) throw refuse(400, 'invalid_grant', `Authorization code does not exist: ${id}`)
  if (code.used) {
    throw refuse(
      400,
      'invalid_grant',
      'This authorization code has already been used. All tokens issued with this code have been revoked.',
    )
  }
  if (code.expiresAtMs < work.nowMs) throw refuse(400, 'invalid_grant', `Authorization code expired: ${id}`)
  work.save('oauth_code', { ...code, used: true })
  connect(work.on(code.account), work.accountId)
  return {
    access_token: newKey('sk', code.account),
    livemode: false,
    refresh_token: newId('rt_', 40),
    token_type: 'bearer',
    stripe_publishable_key: newKey('pk', code.account),
    stripe_user_id: code.account,
    scope: 'read_write',
  }
}

/** `POST /oauth/deauthorize`: the platform lets go of an account. */
export function deauthorize(work: Work, request: ApiRequest<{ client_id: string; stripe_user_id: string }>) {
  const { client_id: clientId, stripe_user_id: account } = request.parameters
  if (clientId !== clientIdOf(work.accountId)) {
    throw refuse(401, 'invalid_client', `No such application: '${clientId}'`)
  }
  if (!isConnected(work, account)) {
    throw refuse(
      401,
      'invalid_client',
      `This application is not connected to stripe account ${account}, or that account does not exist.`,
    )
  }
  disconnect(work.on(account), work.accountId)
  return { stripe_user_id: account }
}

function refuse(status: 400 | 401, code: string, message: string): StripeError {
  return new StripeError(status, 'invalid_request_error', message, { code })
}
