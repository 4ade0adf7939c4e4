// Two replicas of the product on one database, behind a balancer; one after the other is killed while customers pay.
// Twenty seconds of it in `npm test`; `QUITTANCE_CHAOS_MINUTES` in the long form.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbeddedPostgres } from '@quittance/server/platform/db/embedded'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { isLong, tellCounts } from '../../server/test/long-form.ts'
import { startSimulatorProcess } from '../../tools/conformance/simulator-process.ts'
import { makeReady } from '../launcher/make-ready.mjs'
import { findFreePort } from '../src/free-port.ts'
import { type Balancer, startBalancer } from './balancer.ts'
import { type MailSink, startMailSink } from './mail-sink.ts'
import { checkout, type Product, run, start, stop, temporaryFolder } from './product.ts'

const chaosMs = isLong ? Number(process.env['QUITTANCE_CHAOS_MINUTES'] ?? 10) * 60_000 : 20_000

beforeAll(() => makeReady(checkout), 120_000)

test('two replicas killed at random under load: Stripe’s ledger is ours, every mail went out, every effect once (F12, F13, I19, I24)', {
  timeout: chaosMs + 240_000,
}, async ({ onTestFinished }) => {
  const place = await newPlace()
  onTestFinished(place.close)
  const replicas = [await startReplica(place), await startReplica(place)]
  const shops = await Promise.all(['One', 'Two', 'Three'].map((name) => openShop(place, name)))
  const until = Date.now() + chaosMs
  const counts: Record<string, number> = {}

  await Promise.all([
    killAtRandom(place, replicas, until, counts),
    ...shops.flatMap((shop) => [work(shop, until, counts), work(shop, until, counts)]),
  ])
  for (const replica of replicas) await replica.isUp()

  await eventually(async () => expect(await unfinished(place)).toEqual([]), 120_000)
  for (const shop of shops) await eventually(() => booksAgree(place, shop), 30_000)
  await everyMailWentOut(place)
  const doctor = await run({ command: ['doctor', '--json'], env: place.env })
  await doctor.exited
  expect(JSON.parse(doctor.stdout())).toMatchObject({ ok: true, breaches: [] })
  tellCounts('two replicas', { seconds: chaosMs / 1000, ...counts })
})

/** Everything the replicas share. */
interface Place {
  databaseUrl: string
  stripeUrl: string
  mail: MailSink
  balancer: Balancer
  env: Record<string, string>
  close(): Promise<void>
}

async function newPlace(): Promise<Place> {
  const mail = await startMailSink()
  const [database, stripe, balancer] = await Promise.all([
    startEmbeddedPostgres({ dataDir: temporaryFolder() }),
    startSimulatorProcess(),
    startBalancer(),
  ])
  return {
    databaseUrl: database.databaseUrl,
    stripeUrl: stripe.url,
    mail,
    balancer,
    env: {
      // Named by its socket, as the setting wants a host.
      DATABASE_URL: database.databaseUrl.replace('@/', '@localhost/'),
      SECRET_KEY: 'a key that only this test knows, and long enough',
      PUBLIC_URL: balancer.url,
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      MAIL_FROM: 'invoices@quittance.example.com',
      STRIPE_API_BASE: stripe.url,
      TRUST_PROXY: 'on',
      RECONCILE_INTERVAL_SECONDS: '2',
      LOG_LEVEL: 'fatal',
    },
    async close() {
      await balancer.close()
      await stripe.close()
      await database.stop()
    },
  }
}

interface Replica {
  kill(): Promise<void>
  endInOrder(): Promise<void>
  again(): Promise<void>
  isUp(): Promise<void>
}

async function startReplica(place: Place): Promise<Replica> {
  const port = String(await findFreePort('127.0.0.1'))
  const dataDir = temporaryFolder()
  const begin = () => start({ dataDir, env: { ...place.env, PORT: port } })
  let product: Product = await begin()
  const url = `http://127.0.0.1:${port}`
  place.balancer.add(url)
  return {
    async kill() {
      product.process.kill('SIGKILL')
      await product.exited
    },
    async endInOrder() {
      place.balancer.remove(url)
      const { exit, tookMs } = await stop(product)
      expect(exit).toBe(0)
      expect(tookMs).toBeLessThan(10_000)
    },
    async again() {
      product = await begin()
      place.balancer.add(url)
    },
    async isUp() {
      expect((await fetch(`${url}/readyz`)).status).toBe(200)
    },
  }
}

/** Two in three are killed as by a power cut, the others as by a rolling restart. */
async function killAtRandom(
  place: Place,
  replicas: Replica[],
  until: number,
  counts: Record<string, number>,
): Promise<void> {
  while (Date.now() < until) {
    await sleep(500 + Math.random() * 2_500)
    const replica = oneOf(replicas)
    if (Math.random() < 2 / 3) {
      await replica.kill()
      count(counts, 'kill -9')
    } else {
      await replica.endInOrder()
      count(counts, 'restarts')
    }
    await sleep(Math.random() * 500)
    await replica.again()
  }
}

interface Shop {
  place: Place
  accountId: string
  apiKey: string
  secretKey: string
  publishableKey: string
}

async function openShop(place: Place, name: string): Promise<Shop> {
  const made = JSON.parse(await setUp(place, name)) as { account_id: string; api_key: string }
  const own = `${name.toLowerCase().padEnd(16, '0')}`
  const shop: Shop = {
    place,
    accountId: made.account_id,
    apiKey: made.api_key,
    secretKey: `sk_test_${own}secretsecret`,
    publishableKey: `pk_test_${own}publishable`,
  }
  const connected = await call(shop, 'PUT', '/stripe_connection', {
    secret_key: shop.secretKey,
    publishable_key: shop.publishableKey,
  })
  expect(connected.status, JSON.stringify(connected.body)).toBe(200)
  return shop
}

async function setUp(place: Place, name: string): Promise<string> {
  const email = `owner.${name.toLowerCase()}@example.com`
  const words = ['setup', '--company', `Example ${name}`, '--email', email, '--currency', 'eur']
  const command = await run({
    command: [...words, '--password-stdin', '--json'],
    env: place.env,
    input: 'correct horse battery\n',
  })
  expect(await command.exited, command.output()).toBe(0)
  return command.stdout()
}

/** What an office and its customers do, one invoice after the other. */
async function work(shop: Shop, until: number, counts: Record<string, number>): Promise<void> {
  while (Date.now() < until) {
    const created = await call(shop, 'POST', '/invoices', {
      customer: { name: 'Example Customer', email: `payer-${randomUUID().slice(0, 8)}@example.com` },
      payment_link: true,
      lines: [{ description: 'Consulting', quantity: '1', unit_amount: 12_000 }],
    })
    // Its answer was lost with the process that gave it; the invoice is there, and nobody needs it here.
    if (created.status !== 201) continue
    count(counts, 'invoices')
    const { id } = created.body
    await call(shop, 'POST', `/invoices/${id}/send`)
    await oneOf([paid, paid, paid, declinedThenPaid, paidTwice, cash, cancelled, edited, refunded])(
      shop,
      id,
      counts,
    )
  }
}

async function paid(shop: Shop, id: string, counts: Record<string, number>): Promise<void> {
  const secret = await pressPay(shop, id)
  if (!secret) return
  await confirm(shop, secret, 'pm_card_visa')
  count(counts, 'paid by card')
  if (Math.random() < 0.3) await lookAtResult(shop, id)
}

async function declinedThenPaid(shop: Shop, id: string, counts: Record<string, number>): Promise<void> {
  const secret = await pressPay(shop, id)
  if (!secret) return
  await confirm(shop, secret, 'pm_card_visa_chargeDeclined')
  count(counts, 'declined')
  await paid(shop, id, counts)
}

async function paidTwice(shop: Shop, id: string, counts: Record<string, number>): Promise<void> {
  await Promise.all([paid(shop, id, counts), paid(shop, id, counts)])
}

async function cash(shop: Shop, id: string, counts: Record<string, number>): Promise<void> {
  await call(shop, 'POST', `/invoices/${id}/payments`, { amount: 5_000, method: 'cash' })
  count(counts, 'cash')
  await paid(shop, id, counts)
}

async function cancelled(shop: Shop, id: string, counts: Record<string, number>): Promise<void> {
  const secret = await pressPay(shop, id)
  await Promise.all([
    call(shop, 'POST', `/invoices/${id}/cancel`, {}),
    secret ? confirm(shop, secret, 'pm_card_visa') : null,
  ])
  count(counts, 'cancellations')
}

async function edited(shop: Shop, id: string, counts: Record<string, number>): Promise<void> {
  const secret = await pressPay(shop, id)
  await Promise.all([
    call(shop, 'PATCH', `/invoices/${id}`, {
      lines: [{ description: 'Less of it', quantity: '1', unit_amount: 9_000 }],
    }),
    secret ? confirm(shop, secret, 'pm_card_visa') : null,
  ])
  count(counts, 'edits')
  await call(shop, 'POST', `/invoices/${id}/send`)
  await paid(shop, id, counts)
}

async function refunded(shop: Shop, id: string, counts: Record<string, number>): Promise<void> {
  await paid(shop, id, counts)
  await lookAtResult(shop, id)
  const { body } = await call(shop, 'GET', `/payments?invoice_id=${id}&status=succeeded`)
  const [payment] = body.data ?? []
  if (!payment) return
  await Promise.all(
    [3_000, 4_000].map((amount) => call(shop, 'POST', `/payments/${payment.id}/refunds`, { amount })),
  )
  count(counts, 'refunds')
}

/** null: there is nothing to pay any more. */
async function pressPay(shop: Shop, id: string): Promise<string | null> {
  const { body: invoice } = await call(shop, 'GET', `/invoices/${id}`)
  if (!invoice.payment_link || invoice.amount_due === 0 || invoice.status === 'cancelled') return null
  const { status, body } = await untilAnswered(() =>
    fetch(`${invoice.payment_link.url}/intent`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': payerAddress() },
      body: JSON.stringify({
        amount: invoice.amount_due,
        currency: invoice.currency,
        revision: invoice.sent_revision,
        save: false,
      }),
      signal: AbortSignal.timeout(20_000),
    }),
  )
  return status === 200 ? body.client_secret : null
}

/** What Stripe.js does with the secret. Stripe may refuse: the intent was cancelled, or has succeeded. */
async function confirm(shop: Shop, secret: string, method: string): Promise<void> {
  await fetch(`${shop.place.stripeUrl}/v1/payment_intents/${secret.split('_secret_')[0]}/confirm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shop.publishableKey}` },
    body: new URLSearchParams({
      client_secret: secret,
      payment_method: method,
      return_url: 'http://localhost/',
    }),
  })
}

async function lookAtResult(shop: Shop, id: string): Promise<void> {
  const { body: invoice } = await call(shop, 'GET', `/invoices/${id}`)
  await untilAnswered(() => fetch(`${invoice.payment_link.url}/result`))
}

let payers = 0
function payerAddress(): string {
  payers += 1
  return `10.${(payers >> 16) & 255}.${(payers >> 8) & 255}.${payers & 255}`
}

// The test reads answers as a client does: by name.
// oxlint-disable-next-line typescript/no-explicit-any
type Answer = { status: number; body: any }

/** Asks again, under the same key, as long as nobody answers: a client's whole duty. */
function call(shop: Shop, method: string, address: string, body?: unknown): Promise<Answer> {
  const key = randomUUID()
  return untilAnswered(() =>
    fetch(`${shop.place.balancer.url}/api/v1${address}`, {
      method,
      headers: {
        authorization: `Bearer ${shop.apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': key } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    }),
  )
}

/** A 5xx, a broken connection, and "the first one is still running" are asked again, for a minute and a half. */
async function untilAnswered(ask: () => Promise<Response>): Promise<Answer> {
  const until = Date.now() + 90_000
  for (;;) {
    try {
      const response = await ask()
      const text = await response.text()
      const body = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text
      const isRunning = body.code === 'idempotency_key_in_use' && /still running/.test(body.detail)
      if (response.status < 500 && !isRunning && response.status !== 429)
        return { status: response.status, body }
      if (Date.now() > until) throw new Error(`no answer but ${response.status}: ${text.slice(0, 500)}`)
    } catch (error) {
      if (Date.now() > until) throw error
    }
    await sleep(100 + Math.random() * 200)
  }
}

/** What is still to happen: effects in the outbox, events not applied, money on its way. */
async function unfinished(place: Place): Promise<unknown[]> {
  return query(
    place,
    `select 'outbox' as what, id, last_error from outbox where finished_at is null and (run_at < now() + interval '1 minute' or attempts > 0)
     union all select 'event', event_id, type from stripe_events where applied_at is null
     union all select 'payment', id, status from payments where status = 'processing' or (status = 'pending' and intent_id is null and source = 'stripe')
     union all select 'refund', id, status from refunds where status = 'pending'`,
  )
}

/** Stripe's own books against ours, charge by charge, and nothing payable where nothing is owed (I8, I9, I24). */
async function booksAgree(place: Place, shop: Shop): Promise<void> {
  const charges = await listAtStripe(shop, '/v1/charges')
  const refunds = await listAtStripe(shop, '/v1/refunds')
  const ours = await query(
    place,
    `select charge_id as id, amount, amount_refunded as refunded from payments
     where account_id = '${shop.accountId}' and source = 'stripe' and status = 'succeeded' order by charge_id`,
  )
  expect(ours).toEqual(
    charges
      .filter(({ status }) => status === 'succeeded')
      .map(({ id, amount, amount_refunded: refunded }) => ({ id, amount, refunded }))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1)),
  )
  expect(
    await query(
      place,
      `select stripe_refund_id as id, amount from refunds where account_id = '${shop.accountId}' and status = 'succeeded' order by 1`,
    ),
  ).toEqual(
    refunds.map(({ id, amount }) => ({ id, amount })).toSorted((one, other) => (one.id < other.id ? -1 : 1)),
  )
  const owing = new Map(
    (
      await query<{ id: string; due: number }>(
        place,
        `select id, case when status in ('sent', 'partially_paid') then total - settled else 0 end as due from invoices where account_id = '${shop.accountId}'`,
      )
    ).map(({ id, due }) => [id, due]),
  )
  const payable = (await listAtStripe(shop, '/v1/payment_intents')).filter(({ status }) =>
    ['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(status),
  )
  for (const { id, amount, metadata } of payable)
    expect([id, amount <= (owing.get(metadata['invoice_id']!) ?? 0)]).toEqual([id, true])
}

interface AtStripe {
  id: string
  amount: number
  amount_refunded: number
  status: string
  metadata: Record<string, string>
}

async function listAtStripe(shop: Shop, path: string): Promise<AtStripe[]> {
  const found: AtStripe[] = []
  for (;;) {
    const after = found.length > 0 ? `&starting_after=${found.at(-1)!.id}` : ''
    const answer = await fetch(`${shop.place.stripeUrl}${path}?limit=100${after}`, {
      headers: { authorization: `Bearer ${shop.secretKey}` },
    })
    const { data, has_more: hasMore } = (await answer.json()) as { data: AtStripe[]; has_more: boolean }
    found.push(...data)
    if (!hasMore) return found
  }
}

/** Each message was taken by the mail server at least once, a repeat under the same Message-ID, and is there once a cause. */
async function everyMailWentOut(place: Place): Promise<void> {
  const messages = await query<{ id: string; state: string; recipients: string[] }>(
    place,
    `select id, state, recipients from messages`,
  )
  expect(messages.filter(({ state }) => state !== 'sent')).toEqual([])
  const arrived = new Set(place.mail.received.map(({ messageId, to }) => `${messageId} ${to}`))
  for (const { id, recipients } of messages)
    expect([id, [...arrived].some((one) => one.includes(id) && one.endsWith(recipients[0]!))]).toEqual([
      id,
      true,
    ])
  const twice = await query(
    place,
    `select payment_id, kind, recipients from messages where payment_id is not null and kind in ('receipt', 'payment_notification')
     group by 1, 2, 3 having count(*) > 1`,
  )
  expect(twice).toEqual([])
  const untold = await query(
    place,
    `select p.id from payments p where p.source = 'stripe' and p.status = 'succeeded' and not exists (
       select from messages m where m.account_id = p.account_id and m.payment_id = p.id and m.kind = 'receipt')`,
  )
  expect(untold).toEqual([])
}

async function query<Row = Record<string, unknown>>(place: Place, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: place.databaseUrl })
  client.setTypeParser(20, Number)
  await client.connect()
  try {
    return (await client.query(statement)).rows as Row[]
  } finally {
    await client.end()
  }
}

function oneOf<T>(things: T[]): T {
  return things[Math.floor(Math.random() * things.length)]!
}

function count(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1
}

/** Waits until `check` stops throwing. */
async function eventually(check: () => Promise<void>, withinMs: number): Promise<void> {
  const until = Date.now() + withinMs
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > until) throw error
      await sleep(200)
    }
  }
}
