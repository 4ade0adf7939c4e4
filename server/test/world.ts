import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ParsedMail, simpleParser } from 'mailparser'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { expect } from 'vitest'
import {
  type ConformanceProxy,
  conformanceProxyProgram,
  expectNoViolation,
  type Provoked,
  startConformanceProxy,
} from '../../tools/conformance/conformance-proxy.ts'
import { freePort } from '../../tools/conformance/free-port.ts'
import { startSimulatorProcess } from '../../tools/conformance/simulator-process.ts'
import { runSetup } from '../src/commands.ts'
import { readConfig } from '../src/config.ts'
import { type RunningServer, startServer } from '../src/main.ts'
import { startEmbeddedPostgres } from '../src/platform/db/embedded.ts'
import { copyTemplate } from './database-template.ts'
import { openFrontDoor } from './front-door.ts'

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
  /** The simulated Stripe, through the conformance proxy where that is at hand. */
  simulatorUrl: string
  /** null: the proxy is not at hand, and nobody checks. */
  conformance: ConformanceProxy | null
  databaseUrl: string
  /** Stops the database, as a restart of its machine would, and starts it again after `whileDown`. */
  restartDatabase(whileDown?: () => Promise<void>): Promise<void>
  /** The product a second time on the same database, which from then on gets every other request. Stopped with the world. */
  startReplica(): Promise<RunningServer>
  /** The product on a database of its own, such as one that nobody prepared. Stopped with the world. */
  startOn(databaseUrl: string): Promise<RunningServer>
  /** Stops the product and starts it again, while Stripe, the database and the mail server go on. */
  restartProduct(): Promise<void>
  business(options?: { currency?: string; stripe?: boolean }): Promise<Business>
  /** E-mails that arrived at the SMTP server for this address, oldest first. */
  mailTo(address: string): ParsedMail[]
  /** Waits until `check` stops throwing. */
  eventually<T>(check: () => Promise<T> | T, withinMs?: number): Promise<T>
  /** @throws when product, simulator or test broke a rule of Stripe's that was not provoked on purpose. */
  stop(): Promise<void>
}

/** What every world is set to. */
export const worldSettings = { SECRET_KEY: 'only-the-tests-know-this-key-0123456789' }

const conformanceProgram = conformanceProxyProgram()
if (!conformanceProgram) process.stdout.write('skipped: conformance proxy not present\n')

/**
 * The whole product on real parts: Postgres, an SMTP conversation, the simulated Stripe over HTTP. Every exchange with
 * Stripe and every webhook passes the conformance proxy.
 */
export async function startWorld(
  settings: Record<string, string> = {},
  options: {
    /** Stands between the product and Stripe. */
    stripeBase?: (simulatorUrl: string) => Promise<string>
    /** Stands between the product and its database. */
    databaseBase?: (databaseUrl: string) => Promise<string>
    /** Where the database keeps its files; a folder of its own when left out. */
    databaseFolder?: string
    provoked?: Provoked
    /** false: nobody looks at what is said to Stripe, even where the proxy is at hand. */
    conformance?: false
    /** What the conformance proxy does to webhooks on their way. */
    chaos?: string
  } = {},
): Promise<World> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'quittance-world-'))
  const databaseFolder = options.databaseFolder ?? dataDir
  if (!options.databaseFolder) copyTemplate(dataDir)
  const frontDoor = await openFrontDoor()
  const [firstDatabase, simulator, mail, port] = await Promise.all([
    startEmbeddedPostgres({ dataDir: databaseFolder }),
    startSimulatorProcess(),
    startMailServer(),
    freePort(),
  ])
  let database = firstDatabase
  const conformance =
    conformanceProgram && options.conformance !== false
      ? await startConformanceProxy(conformanceProgram, simulator.url, {
          destination: frontDoor.url,
          ...(options.chaos ? { chaos: options.chaos } : {}),
        })
      : null
  if (conformance) frontDoor.inspectWebhooks(conformance.webhookUrl)
  frontDoor.leadTo(`http://127.0.0.1:${port}`)
  const simulatorUrl = conformance?.url ?? simulator.url
  const stripeBase = (await options.stripeBase?.(simulatorUrl)) ?? simulatorUrl
  const config = {
    ...readConfig({
      ...worldSettings,
      PORT: String(port),
      PUBLIC_URL: frontDoor.url,
      DATA_DIR: dataDir,
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      MAIL_FROM: 'invoices@quittance.example.com',
      STRIPE_API_BASE: stripeBase,
      STRIPE_JS_URL: `${simulatorUrl}/js/stripe.js`,
      STRIPE_SIMULATOR_URL: stripeBase,
      RECONCILE_INTERVAL_SECONDS: '2',
      LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
      ...settings,
    }),
    databaseUrl: (await options.databaseBase?.(database.databaseUrl)) ?? database.databaseUrl,
    embedded: true,
  }
  let server = await startServer(config)
  const servers: RunningServer[] = []
  let businesses = 0

  return {
    url: config.publicUrl,
    simulatorUrl,
    conformance,
    databaseUrl: database.databaseUrl,
    async restartProduct() {
      await server.stop()
      server = await startServer(config)
    },
    async restartDatabase(whileDown) {
      await database.stop()
      await whileDown?.()
      database = await startEmbeddedPostgres({ dataDir: databaseFolder })
    },
    async startReplica() {
      const replicaPort = await freePort()
      const replica = await startServer({ ...config, port: replicaPort, embedded: false })
      servers.push(replica)
      frontDoor.leadAlsoTo(`http://127.0.0.1:${replicaPort}`)
      return replica
    },
    async startOn(databaseUrl) {
      const apart = await startServer({ ...config, port: await freePort(), databaseUrl, embedded: false })
      servers.push(apart)
      return apart
    },
    async business({ currency = 'eur', stripe = true } = {}) {
      businesses += 1
      const ownerEmail = `owner${businesses}@business.example.com`
      const made = await runSetup(
        { ...config, databaseUrl: database.databaseUrl },
        {
          company: `Business ${businesses}`,
          email: ownerEmail,
          password: 'correct horse battery',
          currency,
          country: 'FR',
          timeZone: 'Europe/Paris',
        },
      )
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
      await Promise.all([server, ...servers].map((one) => one.stop()))
      try {
        if (conformance) await expectNoViolation(conformance, options.provoked)
      } finally {
        await conformance?.stop()
        await simulator.close()
        await frontDoor.close()
        await mail.close()
        await database.stop()
        await rm(dataDir, { recursive: true, force: true })
      }
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

const stripeVersion = '2026-10-28.endive'
export const declinedCard = 'pm_card_visa_chargeDeclined'

/** What the page does when Pay is pressed, up to the intent. */
export async function pressPay(
  invoice: { payment_link: { url: string }; amount_due: number; currency: string; sent_revision?: number },
  shown: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${invoice.payment_link.url}/intent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      amount: invoice.amount_due,
      currency: invoice.currency,
      revision: invoice.sent_revision ?? 1,
      save: false,
      ...shown,
    }),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

/**
 * What Stripe.js does with the client secret: confirms at Stripe, with the publishable key; `method` is the id of a
 * payment method, or the form the payer filled (payment-forms.ts).
 */
export async function confirmAtStripe(
  world: World,
  business: Business,
  clientSecret: string,
  method: string | Record<string, string> = 'pm_card_visa',
): Promise<Answer> {
  const intentId = clientSecret.split('_secret_')[0]
  const response = await fetch(`${world.simulatorUrl}/v1/payment_intents/${intentId}/confirm`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${business.stripeKeys.publishable_key}`,
      'content-type': 'application/x-www-form-urlencoded',
      'stripe-version': stripeVersion,
    },
    body: new URLSearchParams({
      client_secret: clientSecret,
      return_url: 'http://localhost/',
      ...(typeof method === 'string' ? { payment_method: method } : method),
    }),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

/** The payer at the bank's own page (3-D Secure), after a confirm that asked for it. */
export async function answerBank({ body }: Answer, outcome: 'complete' | 'fail'): Promise<void> {
  expect(body).toMatchObject({ status: 'requires_action' })
  const { use_stripe_sdk: sdk, redirect_to_url: redirect } = body.next_action
  await fetch(sdk?.stripe_js ?? redirect.url, {
    method: 'POST',
    body: new URLSearchParams({ outcome }),
    redirect: 'manual',
  })
}

/** The payer comes back from Stripe: what the page tells them, and the page. */
export async function comeBack(invoice: {
  payment_link: { url: string }
}): Promise<{ outcome: string | undefined; page: string }> {
  const page = await (await fetch(`${invoice.payment_link.url}/result`)).text()
  return { outcome: /data-outcome="(\w+)"/.exec(page)?.[1], page }
}

/** The whole way of a payer: Pay, Stripe, back on the result page, whose words are returned. */
export async function pay(
  world: World,
  business: Business,
  invoice: Parameters<typeof pressPay>[0],
  method?: string | Record<string, string>,
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

/** A look, or a hand, at Stripe with the merchant's own key, as from their Dashboard; the answer, refusals too. */
export async function atStripe(
  world: World,
  business: Pick<Business, 'stripeKeys'>,
  method: string,
  path: string,
  form?: Record<string, string>,
): Promise<Answer['body']> {
  const response = await fetch(`${world.simulatorUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${business.stripeKeys.secret_key}`,
      'stripe-version': stripeVersion,
      ...(method === 'POST' ? { 'idempotency-key': `test:${randomUUID()}` } : {}),
    },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  })
  return response.json()
}

/** Turns a control of the simulator (`/_sim/…`); @throws when it does not know it. */
export async function simulate(
  world: World,
  control: string,
  body?: object,
  method = body ? 'POST' : 'GET',
): Promise<Answer['body']> {
  const response = await fetch(`${world.simulatorUrl}/_sim/${control}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const answer = (await response.json()) as Answer['body']
  expect(response.ok, JSON.stringify(answer)).toBe(true)
  return answer
}

/** Runs a statement in the world's database, past the product. */
export async function inDatabase(
  world: World,
  statement: string,
  values: unknown[] = [],
): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: world.databaseUrl })
  await client.connect()
  try {
    return await client.query(statement, values)
  } finally {
    await client.end()
  }
}

/** Runs statements that the database itself would refuse: a disk, a restore or a person may still do that. */
export function pastTheGuards(world: World, statements: string): Promise<unknown> {
  const guarded = ['invoices', 'ledger_entries']
  const guards = (state: string) =>
    guarded.map((table) => `alter table ${table} ${state} trigger user;`).join(' ')
  return inDatabase(world, `begin; ${guards('disable')} ${statements}; ${guards('enable')} commit`)
}

/** The account at Stripe that the business's keys belong to. */
export function stripeAccountOf(business: Pick<Business, 'stripeKeys'>): string {
  return `acct_${business.stripeKeys.secret_key.slice('sk_test_'.length, 'sk_test_'.length + 16)}`
}

/** Charges, as the simulator's own books have them. */
export async function chargesAtStripe(
  world: World,
  business: Business,
): Promise<{ id: string; amount: number; currency: string; status: string }[]> {
  return (await atStripe(world, business, 'GET', '/v1/charges?limit=100')).data
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
