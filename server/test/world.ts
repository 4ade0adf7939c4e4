import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { expect } from 'vitest'
import { runSetup } from '../src/commands.ts'
import { readConfig } from '../src/config.ts'
import { startServer } from '../src/main.ts'
import { startEmbeddedPostgres } from '../src/platform/db/embedded.ts'
import { startSimulatorProcess } from './simulator-process.ts'

/** An answer of the API, already parsed. */
export interface Answer {
  status: number
  headers: Headers
  // The tests read answers as a client does: by name.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
}

/** A business of its own for each test: the product keeps accounts apart, so tests can share one world. */
export interface Business {
  accountId: string
  apiKey: string
  ownerEmail: string
  stripeKeys: { secret_key: string; publishable_key: string }
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

export interface World {
  url: string
  simulatorUrl: string
  databaseUrl: string
  business(options?: { currency?: string; stripe?: boolean }): Promise<Business>
  /** E-mails that arrived at the SMTP server for this address, oldest first. */
  mailTo(address: string): ParsedMail[]
  /** Waits until `check` stops throwing. */
  eventually<T>(check: () => Promise<T> | T, withinMs?: number): Promise<T>
  stop(): Promise<void>
}

/** The whole product on real parts: Postgres, an SMTP conversation, the simulated Stripe over HTTP. */
export async function startWorld(
  settings: Record<string, string> = {},
  options: { stripeBase?: (simulatorUrl: string) => Promise<string> } = {},
): Promise<World> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'quittance-world-'))
  const database = await startEmbeddedPostgres({ dataDir })
  const simulator = await startSimulatorProcess()
  const mail = await startMailServer()
  const port = await freePort()
  const stripeBase = (await options.stripeBase?.(simulator.url)) ?? simulator.url
  const config = {
    ...readConfig({
      PORT: String(port),
      DATA_DIR: dataDir,
      SECRET_KEY: 'only-the-tests-know-this-key-0123456789',
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      MAIL_FROM: 'invoices@quittance.example.com',
      STRIPE_API_BASE: stripeBase,
      STRIPE_JS_URL: `${simulator.url}/js/stripe.js`,
      STRIPE_SIMULATOR_URL: stripeBase,
      RECONCILE_INTERVAL_SECONDS: '2',
      LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
      ...settings,
    }),
    databaseUrl: database.databaseUrl,
    embedded: true,
  }
  const server = await startServer(config)
  let businesses = 0

  return {
    url: config.publicUrl,
    simulatorUrl: simulator.url,
    databaseUrl: database.databaseUrl,
    async business({ currency = 'eur', stripe = true } = {}) {
      businesses += 1
      const ownerEmail = `owner${businesses}@business.example.com`
      const made = await runSetup(config, {
        company: `Business ${businesses}`,
        email: ownerEmail,
        password: 'correct horse battery',
        currency,
        country: 'FR',
        timeZone: 'Europe/Paris',
      })
      const own = `${String(businesses).padStart(4, '0')}${Math.random().toString(36).slice(2, 14).padEnd(12, 'x')}`
      const stripeKeys = {
        secret_key: `sk_test_${own}secretsecret`,
        publishable_key: `pk_test_${own}publishable`,
      }
      const call = caller(config.publicUrl, made.api_key)
      if (stripe) expect((await call('PUT', '/stripe_connection', stripeKeys)).status).toBe(200)
      return { accountId: made.account_id, apiKey: made.api_key, ownerEmail, stripeKeys, call }
    },
    mailTo: (address) => mail.received.filter((one) => recipientsOf(one).includes(address)),
    eventually,
    async stop() {
      await server.stop()
      await simulator.close()
      await mail.close()
      await database.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function caller(url: string, apiKey: string): Business['call'] {
  return async (method, address, body, headers = {}) => {
    const response = await fetch(`${url}/api/v1${address}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text,
    }
  }
}

/** A sent invoice over `amount` (minor units) with a payment link, for `customer<n>@example.com`. */
export async function sentInvoice(
  business: Business,
  options: { amount?: number; email?: string; link?: boolean; more?: Record<string, unknown> } = {},
) {
  const { amount = 12_000, email = 'customer@example.com', link = true, more = {} } = options
  const created = await business.call('POST', '/invoices', {
    customer: { name: 'Example Customer', email },
    payment_link: link,
    lines: [{ description: 'Consulting', quantity: '1', unit_amount: amount }],
    ...more,
  })
  expect(created.body).toMatchObject({ status: 'draft' })
  const sent = await business.call('POST', `/invoices/${created.body.id}/send`)
  expect(sent.status).toBe(200)
  return sent.body
}

export const declinedCard = 'pm_card_visa_chargeDeclined'

/** What the page does when Pay is pressed, up to the intent. */
export async function pressPay(
  invoice: { payment_link: { url: string }; amount_due: number; currency: string },
  shown: Record<string, unknown> = {},
): Promise<Answer> {
  const response = await fetch(`${invoice.payment_link.url}/intent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      amount: invoice.amount_due,
      currency: invoice.currency,
      revision: 1,
      save: false,
      ...shown,
    }),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

/** What Stripe.js does with the client secret: confirms at Stripe, with the publishable key. */
export async function confirmAtStripe(
  world: World,
  business: Business,
  clientSecret: string,
  method = 'pm_card_visa',
): Promise<Answer> {
  const intentId = clientSecret.split('_secret_')[0]
  const response = await fetch(`${world.simulatorUrl}/v1/payment_intents/${intentId}/confirm`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${business.stripeKeys.publishable_key}`,
      'content-type': 'application/x-www-form-urlencoded',
      'stripe-version': '2026-10-28.endive',
    },
    body: new URLSearchParams({
      client_secret: clientSecret,
      payment_method: method,
      return_url: 'http://localhost/',
    }),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

/** The whole way of a payer: Pay, Stripe, back on the result page, whose words are returned. */
export async function pay(
  world: World,
  business: Business,
  invoice: Parameters<typeof pressPay>[0],
  method?: string,
): Promise<string> {
  const started = await pressPay(invoice)
  expect(started.body).toMatchObject({ client_secret: expect.stringContaining('_secret_') })
  await confirmAtStripe(world, business, started.body.client_secret, method)
  const result = await fetch(
    `${invoice.payment_link.url}/result?payment_intent=ignored&redirect_status=succeeded`,
  )
  expect(result.status).toBe(200)
  return result.text()
}

/** Charges, as the simulator's own books have them. */
export async function chargesAtStripe(
  world: World,
  business: Business,
): Promise<{ amount: number; currency: string; status: string }[]> {
  const response = await fetch(`${world.simulatorUrl}/v1/charges?limit=100`, {
    headers: { authorization: `Bearer ${business.stripeKeys.secret_key}` },
  })
  const { data } = (await response.json()) as { data: { amount: number; currency: string; status: string }[] }
  return data
}

async function eventually<T>(check: () => Promise<T> | T, withinMs = 8_000): Promise<T> {
  const until = Date.now() + withinMs
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function startMailServer() {
  const received: ParsedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      simpleParser(stream)
        .then((parsed) => {
          received.push(
            Object.assign(parsed, { envelopeTo: session.envelope.rcptTo.map((to) => to.address) }),
          )
          done()
        })
        .catch(done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as { port: number }
  return { port, received, close: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}

function recipientsOf(mail: ParsedMail): string[] {
  return (mail as ParsedMail & { envelopeTo: string[] }).envelopeTo
}

export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}
