// A place where products can run and die: database, simulated Stripe and mail server live on. And businesses in it.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbeddedPostgres } from '@quittance/server/platform/db/embedded'
import pg from 'pg'
import { expect } from 'vitest'
import { startSimulatorProcess } from '../../tools/conformance/simulator-process.ts'
import { type MailSink, startMailSink } from './mail-sink.ts'
import { run, usedFolder } from './product.ts'

/** What outlives every product. */
export interface Place {
  databaseUrl: string
  stripeUrl: string
  mail: MailSink
  /** Where the product is reached, by everybody. */
  url: string
  /** What the product is told of it. */
  env: Record<string, string>
  close(): Promise<void>
}

/** @param url where the product will be reached. */
export async function newPlace(url: string): Promise<Place> {
  const mail = await startMailSink()
  const [database, stripe] = await Promise.all([
    startEmbeddedPostgres({ dataDir: usedFolder() }),
    startSimulatorProcess(),
  ])
  return {
    databaseUrl: database.databaseUrl,
    stripeUrl: stripe.url,
    mail,
    url,
    env: {
      // Named by its socket, as the setting wants a host.
      DATABASE_URL: database.databaseUrl.replace('@/', '@localhost/'),
      SECRET_KEY: 'a key that only this test knows, and long enough',
      PUBLIC_URL: url,
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      MAIL_FROM: 'invoices@quittance.example.com',
      STRIPE_API_BASE: stripe.url,
      TRUST_PROXY: 'on',
      RECONCILE_INTERVAL_SECONDS: '2',
      LOG_LEVEL: 'fatal',
    },
    async close() {
      await stripe.close()
      await database.stop()
    },
  }
}

/** A business of its own, connected to the simulated Stripe. */
export interface Shop {
  place: Place
  accountId: string
  apiKey: string
  secretKey: string
  publishableKey: string
}

export async function openShop(place: Place, name: string): Promise<Shop> {
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

/** null: there is nothing to pay any more. */
export async function pressPay(shop: Shop, id: string): Promise<string | null> {
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
export async function confirm(shop: Shop, secret: string, method: string): Promise<void> {
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

let payers = 0
function payerAddress(): string {
  payers += 1
  return `10.${(payers >> 16) & 255}.${(payers >> 8) & 255}.${payers & 255}`
}

// The test reads answers as a client does: by name.
// oxlint-disable-next-line typescript/no-explicit-any
export type Answer = { status: number; body: any }

/** Asks again, under the same key, as long as nobody answers: a client's whole duty. */
export function call(shop: Shop, method: string, address: string, body?: unknown): Promise<Answer> {
  const key = randomUUID()
  return untilAnswered(() =>
    fetch(`${shop.place.url}/api/v1${address}`, {
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
export async function untilAnswered(ask: () => Promise<Response>): Promise<Answer> {
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

/** What is still to happen, but for what is told later on purpose: effects in the outbox, events not applied, money on its way. */
export async function unfinished(place: Place): Promise<unknown[]> {
  return query(
    place,
    `select 'outbox' as what, id, concat_ws(', ', event, 'attempts ' || attempts, 'done ' || done::text, 'run ' || (run_at - now()), 'lease ' || (lease_until - now()), last_error) as how
     from outbox where finished_at is null and (run_at <= now() or attempts > 0)
     union all select 'event', event_id, type from stripe_events where applied_at is null
     union all select 'payment', id, status from payments where status = 'processing' or (status = 'pending' and intent_id is null and source = 'stripe')
     union all select 'refund', id, status from refunds where status = 'pending'`,
  )
}

/** Stripe's own books against ours, charge by charge, and nothing payable where nothing is owed (I8, I9, I24). */
export async function booksAgree(place: Place, shop: Shop): Promise<void> {
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
  const [ledger] = await query<{ held: number }>(
    place,
    `select coalesce(sum(amount), 0)::bigint as held from ledger_entries where account_id = '${shop.accountId}' and ledger_account = 'stripe_balance'`,
  )
  expect(ledger!.held).toBe(await balanceAtStripe(shop))
  const owing = new Map(
    (
      await query<{ id: string; due: number }>(
        place,
        `select id, case when status in ('sent', 'partially_paid') then total - settled else 0 end as due from invoices where account_id = '${shop.accountId}'`,
      )
    ).map(({ id, due }) => [id, due]),
  )
  for (const [id, payable] of await payableAtStripe(shop))
    expect([id, payable <= (owing.get(id) ?? 0)]).toEqual([id, true])
}

/** What payers with a page open could still be charged for each invoice, all its PaymentIntents together, minor units. */
export async function payableAtStripe(shop: Shop): Promise<Map<string, number>> {
  const sums = new Map<string, number>()
  for (const { status, amount, metadata } of await listAtStripe(shop, '/v1/payment_intents')) {
    if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(status)) continue
    const id = metadata['invoice_id']!
    sums.set(id, amount + (sums.get(id) ?? 0))
  }
  return sums
}

/** What Stripe holds for the business, its fees paid, minor units. */
async function balanceAtStripe(shop: Shop): Promise<number> {
  const answer = await fetch(`${shop.place.stripeUrl}/v1/balance`, {
    headers: { authorization: `Bearer ${shop.secretKey}` },
  })
  const { available, pending } = (await answer.json()) as Record<string, { amount: number }[]>
  return [...available!, ...pending!].reduce((sum, { amount }) => sum + amount, 0)
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

// As many as the product has on their way at a time.
const mailsAtOnce = 4

/**
 * Each message was taken by the mail server at least once, and is there once a cause. A repeat bears the same Message-ID,
 * and may follow each of the `stopped` times that the product ended between the server's yes and its own note of it.
 */
export async function everyMailWentOut(place: Place, { stopped }: { stopped: number }): Promise<void> {
  const messages = await query<{ id: string; state: string; recipients: string[] }>(
    place,
    `select id, state, recipients from messages`,
  )
  expect(messages.filter(({ state }) => state !== 'sent')).toEqual([])
  const deliveries = place.mail.received.map(({ messageId, to }) => `${messageId} ${to}`)
  const arrived = new Set(deliveries)
  expect(deliveries.length - arrived.size).toBeLessThanOrEqual(stopped * mailsAtOnce)
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

export async function query<Row = Record<string, unknown>>(place: Place, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: place.databaseUrl })
  client.setTypeParser(20, Number)
  await client.connect()
  try {
    return (await client.query(statement)).rows as Row[]
  } finally {
    await client.end()
  }
}

/** Waits until `check` stops throwing. */
export async function eventually<T>(check: () => Promise<T>, withinMs: number): Promise<T> {
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
