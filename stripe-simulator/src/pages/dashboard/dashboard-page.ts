import type { IncomingHttpHeaders } from 'node:http'
import { answerControl } from '../../controls/controls.ts'
import { ledger } from '../../controls/ledger.ts'
import { amountInWords, decimalsOf } from '../../payments/amounts.ts'
import type { Simulator } from '../../simulator.ts'
import { Work } from '../../work.ts'
import { htmlPage, type Markup, markup, messagePage, type Page } from '../html.ts'
import { customersView } from './customers-view.ts'
import { disputesView } from './disputes-view.ts'
import { type Dashboard, postForm } from './parts.ts'
import { paymentsView } from './payments-view.ts'
import { settingsView } from './settings-view.ts'
import { webhooksView } from './webhooks-view.ts'

export type Visit = {
  method: string
  url: URL
  body: string
  headers: IncomingHttpHeaders
  isLocal: boolean
  controlsToken: string | null
}

const views: Record<string, { title: string; draw: (dashboard: Dashboard) => Markup }> = {
  payments: { title: 'Payments', draw: paymentsView },
  disputes: { title: 'Disputes', draw: disputesView },
  customers: { title: 'Customers', draw: customersView },
  webhooks: { title: 'Webhooks', draw: webhooksView },
  settings: { title: 'Account', draw: settingsView },
}
const cookieName = 'stripe_simulator_dashboard'

/**
 * What a merchant does at Stripe's own Dashboard, in small: `GET /dashboard?account=…&view=…` shows it, and
 * `POST /dashboard/NAME` does what the test control of that name does. For whoever may use the test controls.
 */
export async function dashboardPage(simulator: Simulator, visit: Visit): Promise<Page> {
  const { method, url, body, controlsToken } = visit
  if (controlsToken && url.searchParams.get('token') === controlsToken) return letIn(url, controlsToken)
  if (!mayVisit(visit)) {
    const how = controlsToken
      ? 'Open this page once with ?token= and the token the simulator was started with.'
      : 'Without a token, this page is for callers on the same machine only.'
    return messagePage(401, 'Not for everybody', how)
  }
  if (method === 'POST') return post(simulator, url, body)
  simulator.catchUp()
  return page(simulator, url.searchParams)
}

function letIn(url: URL, token: string): Page {
  const next = new URL(url)
  next.searchParams.delete('token')
  const cookie = `${cookieName}=${encodeURIComponent(token)}; Path=/dashboard; HttpOnly; SameSite=Strict`
  return { redirect: `${next.pathname}${next.search}`, cookie }
}

/** The same people as for the test controls; and no other site may send forms here or read along. */
function mayVisit({ method, url, headers, isLocal, controlsToken }: Visit): boolean {
  const cookies = (headers.cookie ?? '').split('; ')
  const isKnown = controlsToken
    ? cookies.includes(`${cookieName}=${encodeURIComponent(controlsToken)}`)
    : isLocal && /^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname)
  const isOwnForm = headers['sec-fetch-site'] === 'same-origin' || headers.origin === url.origin
  return isKnown && (method !== 'POST' || isOwnForm)
}

async function post(simulator: Simulator, url: URL, text: string): Promise<Page> {
  const form = new URLSearchParams(text)
  const control = new URL(url.pathname.replace('/dashboard/', '/_sim/'), url)
  const { status, body } = await answerControl(simulator, 'POST', control, JSON.stringify(bodyOf(form)))
  const back = new URLSearchParams({
    account: form.get('account') ?? '',
    view: form.get('view') ?? 'payments',
    ...(status === 200
      ? { done: form.get('done') ?? 'Done.' }
      : { failed: (body as { error: string }).error }),
  })
  return { redirect: `/dashboard?${back}` }
}

/** Form fields as the controls take them: amounts in minor units, numbers and yes or no as such. */
function bodyOf(form: URLSearchParams): Record<string, unknown> {
  const { view: _, done: __, amount, currency, ...rest } = Object.fromEntries(form)
  const body: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest).filter(([, value]) => value !== ''),
  )
  if (amount) body.amount = Math.round(Number(amount.replace(',', '.')) * 10 ** decimalsOf(currency ?? ''))
  if (rest.advance_seconds) body.advance_seconds = Number(rest.advance_seconds)
  if (rest.advance_hours) body.advance_seconds = Number(rest.advance_hours.replace(',', '.')) * 3600
  if (rest.charges_enabled) body.charges_enabled = rest.charges_enabled === 'true'
  if (rest.wallets !== undefined) body.wallets = rest.wallets.split(',').filter(Boolean)
  return body
}

function page(simulator: Simulator, query: URLSearchParams): Page {
  const account = simulator.state.get('account', '', query.get('account') ?? '')
  if (!account) return accountsPage(simulator)
  const view = views[query.get('view') ?? ''] ? query.get('view')! : 'payments'
  const work = new Work(simulator.state, account.id, simulator.clock.nowMs())
  const dashboard: Dashboard = { simulator, work, account, view }
  const name = account.business_profile?.name ?? account.id
  const body = markup`<header>
<p class="badge">Simulated Stripe Dashboard · no money moves</p>
<h1>${name}</h1>
<p class="quiet"><code>${account.id}</code> · <a href="/dashboard">other accounts</a></p>
${figures(simulator, account.id)}
</header>
${clock(dashboard)}
<nav aria-label="Sections">${Object.entries(views).map(
    ([key, { title }]) =>
      markup`<a href="/dashboard?account=${account.id}&amp;view=${key}"${key === view && markup` aria-current="page"`}>${title}</a>`,
  )}</nav>
<main>
${query.get('done') && markup`<p class="notice" role="status">${query.get('done')}</p>`}
${query.get('failed') && markup`<p class="notice bad" role="alert">${query.get('failed')}</p>`}
${views[view]!.draw(dashboard)}
</main>`
  return {
    status: 200,
    html: htmlPage(`${name} · Simulated Stripe`, body.html, { stylesheet: 'dashboard.css' }),
  }
}

function accountsPage(simulator: Simulator): Page {
  const accounts = simulator.state.all('account', '').reverse()
  const rows = accounts.map(
    ({ id, business_profile: profile }) =>
      markup`<li><a href="/dashboard?account=${id}">${profile?.name ?? id}</a> <code>${id}</code></li>`,
  )
  const body = markup`<header><p class="badge">Simulated Stripe Dashboard · no money moves</p><h1>Accounts</h1></header>
<main>${rows.length > 0 ? markup`<ul class="accounts">${rows}</ul>` : markup`<p class="empty">No account has been used yet.</p>`}</main>`
  return {
    status: 200,
    html: htmlPage('Accounts · Simulated Stripe', body.html, { stylesheet: 'dashboard.css' }),
  }
}

function figures(simulator: Simulator, account: string): Markup {
  const rows = Object.entries(ledger(simulator, account)[account] ?? {})
  return markup`<dl class="figures">${rows.map(
    ([
      currency,
      sums,
    ]) => markup`<div><dt>Net ${currency.toUpperCase()}</dt><dd>${amountInWords(sums.net, currency)}</dd></div>
<div><dt>Paid</dt><dd>${amountInWords(sums.charges, currency)}</dd></div>
<div><dt>Refunded</dt><dd>${amountInWords(sums.refunds, currency)}</dd></div>`,
  )}</dl>`
}

function clock(dashboard: Dashboard): Markup {
  const now = new Date(dashboard.simulator.clock.nowMs()).toISOString()
  const steps = { '1 hour': 3600, '1 day': 86_400, '5 days': 432_000 }
  const done = 'Time has passed; what became due was done.'
  return markup`<section class="clock" aria-label="Clock"><p>Clock: <strong>${now.slice(0, 10)} ${now.slice(11, 16)}</strong> UTC</p>
${Object.entries(steps).map(([words, seconds]) =>
  postForm(
    dashboard,
    'clock',
    { advance_seconds: String(seconds), done },
    markup`<button>+ ${words}</button>`,
  ),
)}
${postForm(
  dashboard,
  'clock',
  { done },
  markup`<input name="advance_hours" inputmode="decimal" required aria-label="Hours to move forward" placeholder="hours" size="5"><button>Go</button>`,
)}</section>`
}
