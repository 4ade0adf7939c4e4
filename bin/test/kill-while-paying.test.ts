import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import {
  conformanceProxyProgram,
  expectNoViolation,
  startConformanceProxy,
} from '../../tools/conformance/conformance-proxy.ts'
import { findFreePort } from '../src/free-port.ts'
import { type MailSink, startMailSink } from './mail-sink.ts'
import { frontDoor, kill, leftovers, type Product, processesOf, run, start, usedFolder } from './product.ts'
import { startWebhookRelay, type WebhookRelay } from './webhook-relay.ts'

const owner = 'owner@example.com'

describe('kill -9 of product, database and simulated Stripe at once, while an invoice is being paid', () => {
  test('with a business of its own keys: paid once, everybody is told, no number is lost (F1–F4, I8, I9, I15, I18)', {
    timeout: 180_000,
  }, async () => {
    const shop = await openShop()

    for (const { name, killed, isConfirmed } of moments) {
      const invoice = await shop.sendInvoice(`${name.replaceAll(/\W+/g, '-')}@example.com`)
      await killed(shop, invoice)
      await shop.allKilled()
      await shop.start()
      if (!isConfirmed) await shop.confirm((await shop.pressPay(invoice)).client_secret)
      await eventually(async () => expect(await shop.read(invoice), name).toMatchObject({ status: 'paid' }))
    }
    await sendWhileKilled(shop)

    const invoices = await shop.invoices()
    const paid = await Promise.all(invoices.filter(({ status }) => status === 'paid').map(shop.read))
    expect(paid).toHaveLength(moments.length)
    await isPaidOnce(shop, paid)
    await eventually(() => everybodyWasTold(shop, paid))
    const year = new Date().getFullYear()
    expect(invoices.map(({ number }) => number).toSorted()).toEqual(
      invoices.map((_, index) => `INV-${year}-${String(index + 1).padStart(4, '0')}`),
    )
    await isInOrder(shop.place)
    await shop.watched?.end()
  })

  test('in the Live Tour: paid once, and its mailbox has one receipt', { timeout: 90_000 }, async () => {
    const place = await newPlace(await startMailSink())
    let product = await start(place)
    const tour = (await (
      await fetch(`${product.url}/tour`, { method: 'POST', headers: { accept: 'application/json' } })
    ).json()) as { api_key: string; account_id: string; stripe_simulator_url: string }
    const api = apiOf(product.url, tour.api_key)
    const { publishable_key: publishableKey, account } = await api('GET', '/stripe_connection')
    const [first, second] = ((await api('GET', '/invoices?status=sent')).data as Invoice[]).filter(
      (invoice) => invoice.payment_link?.state === 'active',
    )
    const confirm = (secret: string) => confirmAtStripe(tour.stripe_simulator_url, publishableKey, secret)
    async function killAndStart() {
      for (const pid of processesOf(place.dataDir)) kill(pid)
      expect(await leftovers(place.dataDir)).toEqual([])
      product = await start(place)
    }

    const { client_secret: kept } = await pressPay(first!)
    await killAndStart()
    const { client_secret: again } = await eventually(() => pressPay(first!))
    expect(again).toBe(kept)
    await confirm(again)
    await eventually(async () => expect((await api('GET', `/invoices/${first!.id}`)).status).toBe('paid'))
    await confirm((await pressPay(second!)).client_secret)
    await killAndStart()
    await eventually(async () => expect((await api('GET', `/invoices/${second!.id}`)).status).toBe('paid'))

    for (const invoice of [first!, second!]) {
      const { data } = await api('GET', `/payments?invoice_id=${invoice.id}`)
      expect(data).toMatchObject([{ status: 'succeeded', amount: invoice.amount_due, unapplied: 0 }])
      await eventually(async () => {
        const messages = (await api('GET', `/messages?invoice_id=${invoice.id}&limit=100`)).data
        expect(messages.map(({ kind, state, to }: Message) => [kind, state, to]).toSorted()).toEqual([
          ['invoice', 'sent', [expect.any(String)]],
          ['payment_notification', 'sent', ['office@harbourlane.example.com']],
          ['payment_notification', 'sent', ['you@harbourlane.example.com']],
          ['receipt', 'sent', [expect.any(String)]],
        ])
      })
    }
    const payments = (await api('GET', '/payments?status=succeeded&limit=100')).data as Payment[]
    const byCard = payments.filter((payment) => payment.source === 'stripe')
    expect(await ledgerOf(tour.stripe_simulator_url, account.id)).toMatchObject({
      eur: { charge_count: byCard.length, charges: sumOf(byCard) },
    })
    await isInOrder(place)
  })
})

interface Moment {
  name: string
  /** Pays until the moment, and kills everything then. */
  killed(shop: Shop, invoice: Invoice): Promise<void>
  /** Whether Stripe has the money by then: what is left to do must happen by itself. */
  isConfirmed: boolean
}

const moments: Moment[] = [
  {
    name: 'while the intent is being made',
    isConfirmed: false,
    async killed(shop, invoice) {
      await shop.stripe('POST', '/_sim/faults', {
        kind: 'delay',
        method: 'POST',
        path: '/v1/payment_intents',
        delay_ms: 5_000,
      })
      void shop.pressPay(invoice).catch(() => {})
      await eventually(async () => expect((await shop.payments(invoice)).length).toBe(1))
      shop.killAll()
    },
  },
  {
    name: 'when the intent is there and only Stripe knows',
    isConfirmed: false,
    async killed(shop, invoice) {
      await shop.stripe('POST', '/_sim/faults', {
        kind: 'drop_after',
        method: 'POST',
        path: '/v1/payment_intents',
      })
      void shop.pressPay(invoice).catch(() => {})
      while ((await shop.intents(invoice)).length === 0) await sleep(1)
      shop.killAll()
    },
  },
  {
    name: 'right after the confirm at Stripe',
    isConfirmed: true,
    async killed(shop, invoice) {
      await shop.confirm((await shop.pressPay(invoice)).client_secret)
      shop.killAll()
    },
  },
  {
    name: 'right after the webhook was answered',
    isConfirmed: true,
    async killed(shop, invoice) {
      const killedThen = new Promise<void>((resolve) => {
        shop.relay.answered = (type) => {
          if (type !== 'payment_intent.succeeded') return
          shop.killAll()
          resolve()
        }
      })
      await shop.confirm((await shop.pressPay(invoice)).client_secret).catch(() => {})
      await killedThen
      shop.relay.answered = null
    },
  },
  {
    name: 'before the mail server said yes to the receipt',
    isConfirmed: true,
    killed: (shop, invoice) => killedAtReceipt(shop, invoice, 'beforeYes'),
  },
  {
    name: 'after the mail server said yes to the receipt',
    isConfirmed: true,
    killed: (shop, invoice) => killedAtReceipt(shop, invoice, 'afterYes'),
  },
]

async function killedAtReceipt(shop: Shop, invoice: Invoice, when: 'beforeYes' | 'afterYes'): Promise<void> {
  const to = invoice.recipients.to[0]!
  await eventually(() => expect(shop.mail.received.filter((mail) => mail.to === to)).toHaveLength(1))
  const killedThen = new Promise<void>((resolve) => {
    shop.mail[when] = (mail) => {
      if (mail.to !== to) return
      shop.killAll()
      resolve()
      if (when === 'beforeYes') throw new Error('The sender was killed before this was accepted.')
    }
  })
  await shop.confirm((await shop.pressPay(invoice)).client_secret).catch(() => {})
  await killedThen
  shop.mail[when] = null
}

/** Six invoices go out at once; after the kill those that had not are sent again, as a person would. */
async function sendWhileKilled(shop: Shop): Promise<void> {
  const drafts = await Promise.all(
    Array.from({ length: 6 }, (_, index) => shop.draftInvoice(`crowd${index}@example.com`)),
  )
  shop.mail.afterYes = () => shop.killAll()
  await Promise.allSettled(drafts.map(({ id }) => shop.api('POST', `/invoices/${id}/send`)))
  await shop.allKilled()
  shop.mail.afterYes = null
  await shop.start()
  for (const { id } of drafts) {
    const { status } = await shop.api('GET', `/invoices/${id}`)
    if (status === 'draft') await shop.api('POST', `/invoices/${id}/send`)
  }
  await eventually(() => {
    for (const { recipients } of drafts)
      expect(new Set(idsOf(shop.mail, recipients.to[0]!, () => true)).size).toBe(1)
  })
}

/** Stripe's books and ours: one charge an invoice, of its amount, and nothing that could still be charged. */
async function isPaidOnce(shop: Shop, invoices: Invoice[]): Promise<void> {
  for (const invoice of invoices) {
    expect(invoice).toMatchObject({ amount_paid: 12_000, amount_due: 0 })
    const intents = await shop.intents(invoice)
    expect(intents.map(({ status, amount_received: received }) => [status, received])).toEqual([
      ['succeeded', 12_000],
    ])
    expect(await shop.payments(invoice)).toMatchObject([
      { status: 'succeeded', amount: 12_000, unapplied: 0, stripe_payment_intent: intents[0]!.id },
    ])
  }
  expect(await ledgerOf(shop.stripeUrl, shop.stripeAccount)).toMatchObject({
    eur: { charge_count: invoices.length, charges: 12_000 * invoices.length, refunds: 0 },
  })
}

/** At least once each, and a repeat carries the same Message-ID. */
function everybodyWasTold({ mail }: Shop, invoices: Invoice[]): void {
  for (const { number, recipients } of invoices) {
    const receipts = idsOf(mail, recipients.to[0]!, (subject) => /receipt/i.test(subject))
    expect(new Set(receipts).size, `receipts of ${number}`).toBe(1)
    const told = idsOf(mail, owner, (subject) => subject.includes(number!))
    expect(new Set(told).size, `mails to the owner about ${number}`).toBe(1)
  }
}

function idsOf(mail: MailSink, to: string, isMeant: (subject: string) => boolean): string[] {
  return mail.received.filter((one) => one.to === to && isMeant(one.subject)).map((one) => one.messageId)
}

async function isInOrder({ dataDir, env }: Place): Promise<void> {
  const doctor = await run({ command: ['doctor', '--json'], dataDir, env })
  expect(await doctor.exited, doctor.output()).toBe(0)
  expect(JSON.parse(doctor.stdout())).toMatchObject({ ok: true, breaches: [] })
}

interface Place {
  dataDir: string
  env: Record<string, string> & { PORT: string }
}

/** Where a product lives that is its own Stripe's customer: the simulator of the tours is the Stripe of its business too. */
async function newPlace(mail: MailSink): Promise<Place> {
  const dataDir = usedFolder()
  const stripePort = await findFreePort('127.0.0.1')
  fs.mkdirSync(path.join(dataDir, 'stripe-simulator'), { recursive: true })
  fs.writeFileSync(path.join(dataDir, 'stripe-simulator', 'port'), `${stripePort}\n`)
  return {
    dataDir,
    env: {
      PORT: String(await findFreePort('127.0.0.1')),
      // MAIL_FROM stays what it is when nobody sets it.
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      STRIPE_API_BASE: `http://127.0.0.1:${stripePort}`,
      RECONCILE_INTERVAL_SECONDS: '2',
    },
  }
}

/** The conformance proxy before the simulated Stripe, where it is at hand: it outlives every kill. */
async function watch(stripeUrl: string): Promise<{ url: string; end(): Promise<void> } | null> {
  const program = conformanceProxyProgram()
  if (!program) {
    process.stdout.write('skipped: conformance proxy not present\n')
    return null
  }
  const proxy = await startConformanceProxy(program, stripeUrl)
  return {
    url: proxy.url,
    async end() {
      await expectNoViolation(proxy, {
        unreachable: 'Stripe is killed too',
        pi_transition: 'the answer under a repeated key is the first one, older than what happened since',
        immutable: 'the same',
      })
      await proxy.stop()
    },
  }
}

type Shop = Awaited<ReturnType<typeof openShop>>

/** A business, connected to the simulated Stripe with keys of its own. */
async function openShop() {
  const mail = await startMailSink()
  const place = await newPlace(mail)
  const stripeUrl = place.env['STRIPE_API_BASE']!
  const watched = await watch(stripeUrl)
  // What this test itself sends, as payer and as clock, goes straight to Stripe.
  if (watched) place.env['STRIPE_API_BASE'] = watched.url
  let product: Product = await start(place)
  const made = await setUp(place)
  const api = apiOf(product.url, made.api_key)
  const keys = {
    secret_key: 'sk_test_killwhilepaying0secretsecret',
    publishable_key: 'pk_test_killwhilepaying0publishable',
  }
  const { id, account } = await eventually(() => api('PUT', '/stripe_connection', keys))
  const relay: WebhookRelay = await startWebhookRelay(`${product.url}/webhooks/stripe/${id}`)

  async function stripe(method: string, address: string, body?: Record<string, string | number>) {
    const isControl = address.startsWith('/_sim/')
    const answer = await fetch(`${stripeUrl}${address}`, {
      method,
      headers: {
        authorization: `Bearer ${keys.secret_key}`,
        'content-type': isControl ? 'application/json' : 'application/x-www-form-urlencoded',
      },
      ...(body ? { body: isControl ? JSON.stringify(body) : new URLSearchParams(body as never) } : {}),
    })
    const said = await answer.json()
    expect(answer.ok, JSON.stringify(said)).toBe(true)
    return said
  }
  const { data: endpoints } = await stripe('GET', '/v1/webhook_endpoints')
  await stripe('POST', `/v1/webhook_endpoints/${endpoints[0].id}`, { url: relay.url })

  async function draftInvoice(email: string): Promise<Invoice> {
    return api('POST', '/invoices', {
      customer: { name: 'Example Customer', email },
      payment_link: true,
      lines: [{ description: 'Consulting', quantity: '1', unit_amount: 12_000 }],
    })
  }

  return {
    place,
    api,
    mail,
    relay,
    stripe,
    stripeUrl,
    watched,
    stripeAccount: account.id as string,
    draftInvoice,
    killAll() {
      for (const pid of processesOf(place.dataDir)) kill(pid)
    },
    async allKilled() {
      await product.exited
      expect(await leftovers(place.dataDir)).toEqual([])
    },
    async start() {
      product = await start(place)
      await eventually(() => stripe('GET', '/v1/account'))
    },
    async sendInvoice(email: string): Promise<Invoice> {
      return api('POST', `/invoices/${(await draftInvoice(email)).id}/send`)
    },
    read: (invoice: { id: string }): Promise<Invoice> => api('GET', `/invoices/${invoice.id}`),
    invoices: async () => (await api('GET', '/invoices?limit=100')).data as Omit<Invoice, 'recipients'>[],
    payments: async (invoice: Invoice) =>
      (await api('GET', `/payments?invoice_id=${invoice.id}`)).data as Payment[],
    /** What Stripe has for an invoice. */
    async intents(invoice: Invoice): Promise<Intent[]> {
      const { data } = await stripe('GET', '/v1/payment_intents?limit=100')
      return (data as Intent[]).filter(({ metadata }) => metadata['invoice_id'] === invoice.id)
    },
    pressPay,
    confirm: (secret: string) => confirmAtStripe(stripeUrl, keys.publishable_key, secret),
  }
}

interface Invoice {
  id: string
  number: string | null
  status: string
  amount_due: number
  currency: string
  recipients: { to: string[] }
  payment_link: { url: string; state: string } | null
}

interface Payment {
  id: string
  source: string
  status: string
  amount: number
}

interface Message {
  kind: string
  state: string
  to: string[]
}

interface Intent {
  id: string
  status: string
  amount_received: number
  metadata: Record<string, string>
}

/** `quittance setup`, beside the running product. */
async function setUp({ dataDir, env }: Place): Promise<{ api_key: string }> {
  const args = ['setup', '--company', 'Example Ltd', '--email', owner, '--currency', 'eur']
  const child = spawn(process.execPath, [frontDoor, ...args, '--password-stdin', '--json'], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end('correct horse battery\n')
  return JSON.parse(await text(child.stdout))
}

function apiOf(url: string, apiKey: string) {
  // The tests read answers as a client does: by name.
  // oxlint-disable-next-line typescript/no-explicit-any
  return async (method: string, address: string, body?: unknown): Promise<any> => {
    const answer = await fetch(`${url}/api/v1${address}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const said = await answer.json()
    expect(answer.ok, `${method} ${address}: ${JSON.stringify(said)}`).toBe(true)
    return said
  }
}

/** What the page does when Pay is pressed. */
async function pressPay(invoice: Invoice): Promise<{ client_secret: string }> {
  const answer = await fetch(`${invoice.payment_link!.url}/intent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      amount: invoice.amount_due,
      currency: invoice.currency,
      revision: 1,
      save: false,
    }),
  })
  const said = (await answer.json()) as { client_secret: string }
  expect(answer.status, JSON.stringify(said)).toBe(200)
  return said
}

/** What Stripe.js does then. */
async function confirmAtStripe(stripeUrl: string, publishableKey: string, secret: string): Promise<void> {
  const answer = await fetch(`${stripeUrl}/v1/payment_intents/${secret.split('_secret_')[0]}/confirm`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${publishableKey}`,
      'content-type': 'application/x-www-form-urlencoded',
      'stripe-version': '2026-10-28.endive',
    },
    body: new URLSearchParams({
      client_secret: secret,
      payment_method: 'pm_card_visa',
      return_url: 'http://localhost/',
    }),
  })
  expect(await answer.json()).toMatchObject({ status: 'succeeded' })
}

async function ledgerOf(stripeUrl: string, account: string): Promise<unknown> {
  const answer = await fetch(`${stripeUrl}/_sim/ledger?account=${account}`)
  return ((await answer.json()) as Record<string, unknown>)[account]
}

function sumOf(payments: Payment[]): number {
  return payments.reduce((sum, payment) => sum + payment.amount, 0)
}

/** Waits until `attempt` stops throwing. */
async function eventually<T>(attempt: () => Promise<T> | T, withinMs = 15_000): Promise<T> {
  const until = Date.now() + withinMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() > until) throw error
      await sleep(50)
    }
  }
}
