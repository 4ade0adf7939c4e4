import { newAccountKeys } from '../resources/accounts.ts'
import { platformOf } from '../resources/connections.ts'
import { makeOAuthCode } from '../resources/oauth.ts'
import type { Simulator } from '../simulator.ts'
import { escapeHtml, messagePage, type Page, simplePage } from './html.ts'

type Asked = { platform: string; redirectUri: string; state: string | null }

/**
 * `/oauth/authorize`, where a merchant lets a platform act for an account: `GET` asks, `POST choice=connect|cancel`
 * sends the browser back with `code` or `error=access_denied`, and with the `state` that came. The business may be a new
 * one, or, by its id, one that exists: to come back to the same account.
 */
export function authorizePage(simulator: Simulator, method: string, url: URL, body: string): Page {
  const asked = readAsked(url.searchParams)
  if (typeof asked === 'string') return messagePage(400, 'This link does not work', asked)
  if (method !== 'POST') return consentPage(url.searchParams)
  const form = new URLSearchParams(body)
  if (form.get('choice') !== 'connect') {
    return back(asked, { error: 'access_denied', error_description: 'The user denied your request' })
  }
  const chosen = form.get('account')?.trim()
  if (chosen && !simulator.state.get('account', '', chosen)) {
    return consentPage(url.searchParams, `There is no account ${chosen} here.`)
  }
  if (chosen === asked.platform) return consentPage(url.searchParams, 'A platform cannot connect to itself.')
  const account = chosen || newAccountKeys().account
  simulator.openAccount(asked.platform)
  simulator.openAccount(account, {
    business_name: form.get('business_name') || 'Simulated business',
    country: form.get('country') || 'US',
    default_currency: form.get('currency') || 'usd',
  })
  const code = simulator.perform(asked.platform, (work) => makeOAuthCode(work, account))
  return back(asked, { scope: 'read_write', code })
}

/** The question as the platform put it, or what is wrong with it: then the browser is not sent anywhere. */
function readAsked(query: URLSearchParams): Asked | string {
  const platform = platformOf(query.get('client_id') ?? '')
  if (!platform) return 'No application matches the supplied client identifier (client_id).'
  if (query.get('response_type') !== 'code') return 'Unsupported response type: response_type must be code.'
  if ((query.get('scope') ?? 'read_write') !== 'read_write')
    return 'Invalid scope: only read_write is played.'
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!mayReturnTo(redirectUri)) {
    return 'Invalid redirect URI: it must be an https address, or http on this very machine, without a fragment.'
  }
  return { platform, redirectUri, state: query.get('state') }
}

/** Stripe compares with the registered addresses; here none are registered. */
function mayReturnTo(address: string): boolean {
  if (!URL.canParse(address) || address.includes('#')) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname))
}

function back({ redirectUri, state }: Asked, facts: Record<string, string>): Page {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries({ ...facts, ...(state !== null && { state }) })) {
    url.searchParams.set(name, value)
  }
  return { redirect: url.href }
}

function consentPage(query: URLSearchParams, complaint = ''): Page {
  const prefilled = (name: string, otherwise: string) =>
    escapeHtml(query.get(`stripe_user[${name}]`) || otherwise)
  return simplePage(
    complaint ? 400 : 200,
    'Connect your account',
    `<p>A platform asks to act for your business on Stripe: to take payments, refund them and read them.</p>
${complaint && `<p class="complaint" role="alert">${escapeHtml(complaint)}</p>`}
<form method="post">
<label>Business name <input name="business_name" value="${prefilled('business_name', 'Simulated business')}"></label>
<div class="pair">
<label>Country <input name="country" maxlength="2" value="${prefilled('country', 'US')}"></label>
<label>Currency <input name="currency" maxlength="3" value="${prefilled('currency', 'usd')}"></label>
</div>
<label>Or an account you have <input name="account" placeholder="acct_…" autocomplete="off"></label>
<button class="primary" name="choice" value="connect">Connect</button>
<button name="choice" value="cancel">Cancel</button>
</form>`,
  )
}
