import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { listen, passOn } from '../../tools/conformance/pass-on.ts'
import { type Business, startWorld, type World } from './world.ts'

/** A request on its way to Stripe, and what a test may answer in its place. */
export interface Underway {
  method: string
  path: string
  key: string
}
type Answered = { status: number; body: object } | null

export interface PlatformWorld {
  world: World
  platform: { secretKey: string; publishableKey: string; clientId: string }
  /** Answers in Stripe's place while it is set. */
  stand(answer: ((request: Underway) => Answered) | null): void
  stop(): Promise<void>
}

/** A world whose operator has a Stripe platform, with its one Connect endpoint; `onboards`: by Account Links. */
export async function startPlatformWorld({ onboards = false } = {}): Promise<PlatformWorld> {
  const body = randomBytes(8).toString('hex')
  const platform = {
    secretKey: `sk_test_${body}platformsecret`,
    publishableKey: `pk_test_${body}platformpublic`,
    clientId: `ca_${body}`,
  }
  const settings: Record<string, string> = {
    STRIPE_CONNECT_CLIENT_ID: platform.clientId,
    STRIPE_CONNECT_SECRET_KEY: platform.secretKey,
    ...(onboards ? { STRIPE_CONNECT_PUBLISHABLE_KEY: platform.publishableKey } : {}),
  }
  const asPlatform = (form: Record<string, string>) => ({
    method: 'POST',
    headers: {
      authorization: `Bearer ${platform.secretKey}`,
      'stripe-version': '2026-10-28.endive',
      'idempotency-key': `test:${randomBytes(8).toString('hex')}`,
    },
    body: new URLSearchParams(form),
  })
  let answer: ((request: Underway) => Answered) | null = null
  let endpoint = { id: '', secret: '' }
  let proxy = { url: '', close: async () => {} }
  const world = await startWorld(settings, {
    async stripeBase(simulatorUrl) {
      const made = await fetch(
        `${simulatorUrl}/v1/webhook_endpoints`,
        asPlatform({
          url: 'https://not-yet.example.com/webhooks/stripe',
          connect: 'true',
          'enabled_events[0]': '*',
          api_version: '2026-10-28.endive',
        }),
      )
      endpoint = (await made.json()) as typeof endpoint
      settings['STRIPE_CONNECT_WEBHOOK_SECRET'] = endpoint.secret
      proxy = await listen((request, response) => {
        const instead = answer?.({
          method: request.method!,
          path: request.url!.split('?')[0]!,
          key: String(request.headers.authorization).replace('Bearer ', ''),
        })
        if (!instead) return passOn(request, response, `${simulatorUrl}${request.url}`, {})
        request.resume()
        response.writeHead(instead.status, {
          'content-type': 'application/json',
          'stripe-should-retry': 'false',
        })
        response.end(JSON.stringify(instead.body))
      })
      return proxy.url
    },
    provoked: {
      server_error: 'the faults under test',
      pi_transition: 'the answer under a repeated key is the first one, older than the cancellation since',
      paid_twice: 'a debit fails while nobody looks, and is paid at another Stripe account: trap 17',
    },
  })
  const moved = await fetch(
    `${world.simulatorUrl}/v1/webhook_endpoints/${endpoint.id}`,
    asPlatform({ url: `${world.url}/webhooks/stripe` }),
  )
  expect(moved.status).toBe(200)
  return {
    world,
    platform,
    stand(next) {
      answer = next
    },
    async stop() {
      await world.stop()
      await proxy.close()
    },
  }
}

/** The owner's browser: a session cookie, and the addresses it is sent to. */
export interface Browser {
  call(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Record<string, string> }>
  /** Opens an address of ours; where it sends the browser on to. */
  open(url: string): Promise<string>
}

export async function signIn(world: World, business: Pick<Business, 'ownerEmail'>): Promise<Browser> {
  const signedIn = await fetch(`${world.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: business.ownerEmail, password: 'correct horse battery' }),
  })
  const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!
  return {
    async call(method, path, body) {
      const response = await fetch(`${world.url}/api/v1${path}`, {
        method,
        headers: { cookie, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      return { status: response.status, body: (await response.json()) as Record<string, string> }
    },
    async open(url) {
      const response = await fetch(url, { headers: { cookie }, redirect: 'manual' })
      expect(response.status).toBe(303)
      return response.headers.get('location')!
    },
  }
}

/** The merchant on Stripe's consent page: where it sends the browser back to. */
export async function consent(url: string, form: Record<string, string>): Promise<string> {
  const answered = await fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })
  const back = answered.headers.get('location')
  expect(back).toBeTruthy()
  return back!
}

/** The business connects a new account at Stripe, or `account` once more; its keys then are those of that account. */
export async function connectByOAuth(
  world: World,
  business: Business,
  account?: string,
): Promise<{ stripeAccount: string }> {
  const browser = await signIn(world, business)
  const { body } = await browser.call('POST', '/stripe_connection/connect_url')
  const back = await consent(body['url']!, {
    choice: 'connect',
    business_name: 'Harbour Tours',
    country: 'FR',
    currency: 'eur',
    ...(account ? { account } : {}),
  })
  expect(await browser.open(back)).toBe('/settings/stripe?stripe=connected')
  const connection = (await business.call('GET', '/stripe_connection')).body
  const id: string = connection.account.id
  business.stripeKeys = {
    secret_key: `${id.replace('acct_', 'sk_test_')}ownersecretkey`,
    publishable_key: connection.publishable_key,
  }
  return { stripeAccount: id }
}
