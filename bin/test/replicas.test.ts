// Two replicas of the product on one database, behind a balancer; one after the other is killed while customers pay.
// Ten minutes of it in the long form alone, or as many as `QUITTANCE_CHAOS_MINUTES` says.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { isLong, tellCounts } from '../../server/test/long-form.ts'
import { makeReady } from '../launcher/make-ready.mjs'
import { findFreePort } from '../src/free-port.ts'
import { type Balancer, startBalancer } from './balancer.ts'
import { checkout, type Product, run, start, stop, temporaryFolder } from './product.ts'
import {
  booksAgree,
  call,
  confirm,
  eventually,
  everyMailWentOut,
  newPlace,
  openShop,
  type Place,
  pressPay,
  type Shop,
  unfinished,
  untilAnswered,
} from './shop.ts'

const chaosMs = Number(process.env['QUITTANCE_CHAOS_MINUTES'] ?? 10) * 60_000

beforeAll(() => makeReady(checkout), 120_000)

test.runIf(isLong)(
  'two replicas killed at random under load: Stripe’s ledger is ours, every mail went out, every effect once (F12, F13, I19, I24)',
  {
    timeout: chaosMs + 240_000,
  },
  async ({ onTestFinished }) => {
    const balancer = await startBalancer()
    const place = await newPlace(balancer.url)
    onTestFinished(async () => {
      await balancer.close()
      await place.close()
    })
    const replicas = [await startReplica(place, balancer), await startReplica(place, balancer)]
    const shops = await Promise.all(['One', 'Two', 'Three'].map((name) => openShop(place, name)))
    const until = Date.now() + chaosMs
    const counts: Record<string, number> = {}

    await Promise.all([
      killAtRandom(replicas, until, counts),
      ...shops.flatMap((shop) => [work(shop, until, counts), work(shop, until, counts)]),
    ])
    for (const replica of replicas) await replica.isUp()

    await eventually(async () => expect(await unfinished(place)).toEqual([]), 120_000)
    for (const shop of shops) await eventually(() => booksAgree(place, shop), 30_000)
    await everyMailWentOut(place, { stopped: counts['kill -9'] ?? 0 })
    const doctor = await run({ command: ['doctor', '--json'], env: place.env })
    await doctor.exited
    expect(JSON.parse(doctor.stdout())).toMatchObject({ ok: true, breaches: [] })
    tellCounts('two replicas', { seconds: chaosMs / 1000, ...counts })
  },
)

interface Replica {
  kill(): Promise<void>
  endInOrder(): Promise<void>
  again(): Promise<void>
  isUp(): Promise<void>
}

async function startReplica(place: Place, balancer: Balancer): Promise<Replica> {
  const port = String(await findFreePort('127.0.0.1'))
  const dataDir = temporaryFolder()
  const begin = () => start({ dataDir, env: { ...place.env, PORT: port } })
  let product: Product = await begin()
  const url = `http://127.0.0.1:${port}`
  balancer.add(url)
  return {
    async kill() {
      product.process.kill('SIGKILL')
      await product.exited
    },
    async endInOrder() {
      balancer.remove(url)
      const { exit, tookMs } = await stop(product)
      expect(exit).toBe(0)
      expect(tookMs).toBeLessThan(10_000)
    },
    async again() {
      product = await begin()
      balancer.add(url)
    },
    async isUp() {
      expect((await fetch(`${url}/readyz`)).status).toBe(200)
    },
  }
}

/** Two in three are killed as by a power cut, the others as by a rolling restart. */
async function killAtRandom(
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

async function lookAtResult(shop: Shop, id: string): Promise<void> {
  const { body: invoice } = await call(shop, 'GET', `/invoices/${id}`)
  await untilAnswered(() => fetch(`${invoice.payment_link.url}/result`))
}

function oneOf<T>(things: T[]): T {
  return things[Math.floor(Math.random() * things.length)]!
}

function count(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1
}
