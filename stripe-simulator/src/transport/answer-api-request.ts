import type { IncomingHttpHeaders } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Fault } from '../faults.ts'
import { newId } from '../ids.ts'
import type { KeptAnswer } from '../objects.ts'
import type { LoggedRequest } from '../request-log.ts'
import { matchRoute, type Route } from '../routes.ts'
import type { Simulator } from '../simulator.ts'
import { accountDefaultVersion, Work } from '../work.ts'
import { accountFor } from './account-for.ts'
import { type ApiKey, readApiKey } from './api-key.ts'
import type { ApiRequest } from './api-request.ts'
import { expandAnswer } from './expand.ts'
import { canonicalForm, decodeForm, type FormMap } from './form.ts'
import { checkKeyMayCall } from './key-permissions.ts'
import { pinnedVersion, readParameters } from './parameters.ts'
import { publicForm } from './public-form.ts'
import { errorBody, oauthErrorBody, StripeError } from './stripe-error.ts'

/** A request to `/v1/…` as it came in. */
export type RawRequest = {
  method: string
  url: URL
  headers: IncomingHttpHeaders
  body: string
  baseUrl: string
}
/** What goes back; null means the connection breaks off. */
export type RawAnswer = { status: number; headers: Record<string, string>; body: string } | null

const dayMs = 24 * 60 * 60 * 1000
/** What Stripe.js adds to its calls besides the parameters proper. */
const browserExtras = [
  'key',
  '_stripe_account',
  '_stripe_version',
  'payment_user_agent',
  'referrer',
  'time_on_page',
  'guid',
  'muid',
  'sid',
  'client_attribution_metadata',
  'radar_options',
]

/** Idempotency keys of requests that are being worked on, by account. */
const running = new WeakMap<Simulator, Set<string>>()

/** Answers one API call from start to end: key, account, version, faults, idempotency, parameters, handler. */
export async function answerApiRequest(simulator: Simulator, raw: RawRequest): Promise<RawAnswer> {
  simulator.catchUp()
  const requestId = newId('req_', 14)
  const call = new Call(simulator, raw, requestId)
  const log = simulator.requests.add(call.logEntry())
  const answer = await call.answer(log)
  log.status = answer?.status ?? null
  log.replayed = answer?.headers['idempotent-replayed'] === 'true'
  return answer
}

class Call {
  readonly #simulator: Simulator
  readonly #raw: RawRequest
  readonly #requestId: string
  readonly #form: FormMap
  readonly #malformed: string[]
  /** The OAuth calls know no idempotency keys and have flat errors. */
  readonly #isOAuth: boolean
  readonly #idempotencyKey: string | null
  readonly #browser: Record<string, string> = {}

  constructor(simulator: Simulator, raw: RawRequest, requestId: string) {
    this.#simulator = simulator
    this.#raw = raw
    this.#requestId = requestId
    const { form, malformed } = decodeForm(raw.method === 'POST' ? raw.body : raw.url.search.slice(1))
    this.#form = form
    this.#malformed = malformed
    this.#isOAuth = raw.url.pathname.startsWith('/oauth/')
    const key = raw.headers['idempotency-key']
    const mayRepeat = raw.method === 'POST' && !this.#isOAuth
    this.#idempotencyKey = mayRepeat && typeof key === 'string' && key !== '' ? key : null
    if (this.#isOAuth && typeof form.client_secret === 'string') this.#browser.key = form.client_secret
    if (typeof form.key === 'string') {
      for (const name of browserExtras) {
        if (typeof form[name] === 'string') this.#browser[name] = form[name]
        delete form[name]
      }
    }
  }

  logEntry(): LoggedRequest {
    const key = this.#tryKey()
    return {
      at: new Date(this.#simulator.clock.nowMs()).toISOString(),
      method: this.#raw.method,
      path: this.#raw.url.pathname,
      account: key ? (this.#accountHeader() ?? key.account) : null,
      keyKind: key?.kind ?? 'none',
      idempotencyKey: this.#idempotencyKey,
      stripeVersion: this.#versionHeader() ?? null,
      status: null,
      requestId: this.#requestId,
      replayed: false,
      fault: null,
    }
  }

  async answer(log: LoggedRequest): Promise<RawAnswer> {
    const fault = this.#simulator.faults.strike(this.#raw.method, this.#raw.url.pathname, log.account)
    log.fault = fault?.kind ?? null
    const slot = `${log.account}|${this.#idempotencyKey}`
    const slots = slotsOf(this.#simulator)
    if (this.#idempotencyKey && slots.has(slot)) return this.#failed(keyInUse(this.#idempotencyKey))
    if (this.#idempotencyKey) slots.add(slot)
    try {
      if (fault) await strikeBefore(fault)
      if (fault?.kind === 'drop_before') return null
      const answer = this.#answerNow(fault)
      return fault?.kind === 'drop_after' ? null : answer
    } catch (error) {
      return this.#failed(error)
    } finally {
      slots.delete(slot)
    }
  }

  #answerNow(fault: Fault | null): RawAnswer {
    const key = readApiKey(this.#raw.headers.authorization, this.#browser.key)
    const account = accountFor(this.#simulator, key, this.#accountHeader())
    const version = this.#version()
    const { method, url } = this.#raw
    const found = matchRoute(method, url.pathname)
    if (!found) throw unrecognized(method, url.pathname)
    const own = this.#simulator.state.get('account', '', key.account)
    checkKeyMayCall(key, found.route, account, own?._private?.keyRules?.[key.digest])

    const kept = this.#keptAnswer(account)
    if (kept)
      return this.#reply(kept.status, kept.body, version, { original: kept.requestId, replayed: true })

    const fromBrowser = key.kind === 'publishable'
    if (this.#malformed.length > 0) {
      throw new StripeError(400, 'invalid_request_error', `Invalid parameter name: ${this.#malformed[0]}`)
    }
    const { expand, ...parameters } = readParameters(
      `${found.route.method} ${found.route.path}`,
      this.#form,
      {
        olderVersion: version !== pinnedVersion,
        publishableKey: fromBrowser,
      },
    )
    const request: ApiRequest = {
      parameters,
      ids: found.ids,
      path: url.pathname,
      fromBrowser,
      baseUrl: this.#raw.baseUrl,
    }
    const { status, body } = this.#execute(
      account,
      found.route,
      request,
      (expand as string[] | undefined) ?? [],
      fault,
    )
    return this.#reply(status, body, version)
  }

  /** Runs the handler as one piece of work and keeps the answer under the idempotency key with it. */
  #execute(account: string, route: Route, request: ApiRequest, expand: string[], fault: Fault | null) {
    const cause = { id: this.#requestId, idempotency_key: this.#idempotencyKey }
    const work = new Work(this.#simulator.state, account, this.#simulator.clock.nowMs(), cause)
    const view = request.fromBrowser ? (route.browserView ?? publicForm) : (answer: object) => answer
    let status = 200
    let body: string
    try {
      const answer = route.handler(work, request as ApiRequest<never>)
      body = JSON.stringify(expandAnswer(work, view(answer), expand), null, 2)
    } catch (error) {
      if (!(error instanceof StripeError) || !error.keepsChanges) throw error
      status = error.status
      body = this.#errorText(error, view)
    }
    if (fault?.kind === 'error_after') {
      status = 500
      body = this.#errorText(unexpectedError())
    }
    this.#keep(work, status, body)
    this.#simulator.commit(work)
    return { status, body }
  }

  #keep(work: Work, status: number, body: string): void {
    if (!this.#idempotencyKey) return
    work.save('kept_answer', {
      id: this.#idempotencyKey,
      fingerprint: this.#fingerprint(),
      status,
      body,
      requestId: this.#requestId,
      keptAtMs: work.nowMs,
    })
  }

  #keptAnswer(account: string): KeptAnswer | null {
    const key = this.#idempotencyKey
    if (!key) return null
    if (key.length > 255) {
      throw new StripeError(400, 'invalid_request_error', 'Idempotency-Key must be at most 255 characters.')
    }
    const kept = this.#simulator.state.get('kept_answer', account, key)
    if (!kept || kept.keptAtMs < this.#simulator.clock.nowMs() - dayMs) return null
    if (kept.fingerprint !== this.#fingerprint()) {
      throw new StripeError(
        400,
        'idempotency_error',
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      )
    }
    return kept
  }

  #fingerprint(): string {
    return `${this.#raw.method} ${this.#raw.url.pathname} ${canonicalForm(this.#form)}`
  }

  #accountHeader(): string | undefined {
    const header = this.#raw.headers['stripe-account']
    return (typeof header === 'string' && header) || this.#browser._stripe_account || undefined
  }

  #versionHeader(): string | undefined {
    const header = this.#raw.headers['stripe-version']
    return (typeof header === 'string' && header) || this.#browser._stripe_version || undefined
  }

  #version(): string {
    const version = this.#versionHeader() ?? accountDefaultVersion
    if (/^\d{4}-\d{2}-\d{2}(\.\w+)?$/.test(version) && version.slice(0, 10) <= pinnedVersion.slice(0, 10))
      return version
    throw new StripeError(400, 'invalid_request_error', `Invalid Stripe API version: ${version}`)
  }

  #tryKey(): ApiKey | null {
    try {
      return readApiKey(this.#raw.headers.authorization, this.#browser.key)
    } catch {
      return null
    }
  }

  #failed(error: unknown): RawAnswer {
    const known = error instanceof StripeError ? error : unexpectedError()
    if (!(error instanceof StripeError)) process.stderr.write(`${(error as Error)?.stack ?? error}\n`)
    const fromBrowser = this.#tryKey()?.kind === 'publishable'
    const route = matchRoute(this.#raw.method, this.#raw.url.pathname)?.route
    const view = (fromBrowser && route?.browserView) || undefined
    return this.#reply(
      known.status,
      this.#errorText(known, view),
      this.#versionHeader() ?? accountDefaultVersion,
    )
  }

  #errorText(error: StripeError, view: (object: object) => object = (object) => object): string {
    if (this.#isOAuth) return JSON.stringify(oauthErrorBody(error), null, 2)
    // Only intents look different to a browser; a payment method inside the error is the payer's own.
    const render = (object: object) => publicForm('client_secret' in object ? view(object) : object)
    return JSON.stringify(errorBody(error, this.#requestId, render), null, 2)
  }

  #reply(
    status: number,
    body: string,
    version: string,
    { original = this.#requestId, replayed = false }: { original?: string; replayed?: boolean } = {},
  ): RawAnswer {
    const account = this.#accountHeader()
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'request-id': this.#requestId,
      'stripe-version': version,
      'cache-control': 'no-cache, no-store',
      vary: 'Origin',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, HEAD, PUT, PATCH, POST, DELETE',
      'access-control-allow-origin': '*',
      'access-control-expose-headers':
        'Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, X-Stripe-External-Auth-Required, X-Stripe-Privileged-Session-Required',
      'access-control-max-age': '300',
      ...(account && { 'stripe-account': account }),
    }
    if (this.#idempotencyKey) {
      headers['idempotency-key'] = this.#idempotencyKey
      headers['original-request'] = original
      if (replayed) headers['idempotent-replayed'] = 'true'
    }
    if (this.#raw.method === 'POST' && status < 500 && status !== 409)
      headers['stripe-should-retry'] = 'false'
    if (status === 429) headers['stripe-rate-limited-reason'] = 'global-rate'
    return { status, headers, body }
  }
}

function slotsOf(simulator: Simulator): Set<string> {
  let slots = running.get(simulator)
  if (!slots) running.set(simulator, (slots = new Set()))
  return slots
}

/** Faults that keep the request from being executed, or make it wait. */
async function strikeBefore(fault: Fault): Promise<void> {
  if (fault.delayMs > 0) await pause(fault.delayMs)
  if (fault.kind === 'error_before') throw unexpectedError()
  if (fault.kind === 'rate_limit') {
    throw new StripeError(
      429,
      'invalid_request_error',
      'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
      { code: 'rate_limit' },
    )
  }
  if (fault.kind === 'lock_timeout') {
    throw new StripeError(
      429,
      'invalid_request_error',
      'This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request. If you see this error frequently and are making multiple concurrent requests to a single object, make your requests serially or at a lower rate. For more details, see https://stripe.com/docs/rate-limits#object-lock-timeouts.',
      { code: 'lock_timeout' },
    )
  }
}

function keyInUse(key: string): StripeError {
  return new StripeError(
    409,
    'invalid_request_error',
    `There is currently another in-progress request using this Idempotency Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    { code: 'idempotency_key_in_use' },
  )
}

function unexpectedError(): StripeError {
  return new StripeError(
    500,
    'api_error',
    'An unknown error occurred. The simulator was told to fail, or has a bug.',
  )
}

function unrecognized(method: string, path: string): StripeError {
  return new StripeError(
    404,
    'invalid_request_error',
    `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  )
}
