// F10, F13 and F15: two servers on one database whose clocks are ten minutes apart, one of which stalls for ten seconds;
// then both are restarted one after the other, while customers pay.
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { tellCounts } from '../../../server/test/long-form.ts'
import { makeReady } from '../../launcher/make-ready.mjs'
import { findFreePort } from '../../src/free-port.ts'
import { startBalancer } from '../balancer.ts'
import { checkout, type Product, run, start, stop, temporaryFolder } from '../product.ts'
import {
  booksAgree,
  call,
  confirm,
  eventually,
  everyMailWentOut,
  newPlace,
  openShop,
  pressPay,
  type Shop,
  unfinished,
} from '../shop.ts'

beforeAll(() => makeReady(checkout), 120_000)

/** A program put before ours: the clock of its process is ten minutes fast. */
const tenMinutesFast = `--import data:text/javascript,${encodeURIComponent(
  'const True=Date,by=600000;globalThis.Date=class extends True{constructor(...a){a.length?super(...a):super(True.now()+by)}static now(){return True.now()+by}}',
)}`

test('two servers ten minutes apart, a stall of ten seconds and a rolling restart: nothing lost, nothing twice, nobody turned away (F10, F13, F15)', {
  timeout: 240_000,
}, async ({ onTestFinished }) => {
  const balancer = await startBalancer()
  const place = await newPlace(balancer.url)
  onTestFinished(async () => {
    await balancer.close()
    await place.close()
  })
  const begin = async (env: Record<string, string>) => {
    const port = String(await findFreePort('127.0.0.1'))
    const product = await start({ dataDir: temporaryFolder(), env: { ...place.env, ...env, PORT: port } })
    balancer.add(product.url)
    return product
  }
  const right = await begin({})
  const fast = await begin({ NODE_OPTIONS: tenMinutesFast })
  const shop = await openShop(place, 'One')
  const turnedAway: string[] = []
  let paid = 0
  let isOver = false

  async function customers(): Promise<void> {
    while (!isOver) {
      const { status, body: invoice } = await call(shop, 'POST', '/invoices', {
        customer: { name: 'Example Customer', email: 'payer@example.com' },
        payment_link: true,
        lines: [{ description: 'Consulting', quantity: '1', unit_amount: 12_000 }],
      })
      // Made by the server that stalled, and its answer not there yet: nobody needs that one here.
      if (status !== 201) continue
      await call(shop, 'POST', `/invoices/${invoice.id}/send`)
      // Busy for a while where a server was stopped in the middle of it: then pressed again.
      const secret = await eventually(async () => {
        const pressed = await pressPay(shop, invoice.id)
        expect(pressed).not.toBeNull()
        return pressed!
      }, 60_000)
      await confirm(shop, secret, 'pm_card_visa')
      paid += 1
    }
  }
  async function visitor(): Promise<void> {
    while (!isOver) {
      const status = await visit(`${place.url}/api/v1/invoices?limit=1`, shop)
      if (status !== '200') turnedAway.push(status)
      await sleep(20)
    }
  }
  const load = Promise.all(Array.from({ length: 5 }, () => customers()))

  await stall(fast, 10_000, balancer)
  const visits = visitor()
  for (const product of [right, fast]) {
    balancer.remove(product.url)
    const { exit, tookMs } = await stop(product)
    expect(exit).toBe(0)
    expect(tookMs).toBeLessThan(10_000)
    await begin(product === fast ? { NODE_OPTIONS: tenMinutesFast } : {})
  }
  isOver = true
  await Promise.all([load, visits])

  expect(turnedAway).toEqual([])
  await eventually(async () => expect(await unfinished(place)).toEqual([]), 90_000)
  await eventually(() => booksAgree(place, shop), 30_000)
  await isPaidEachOnce(shop, paid)
  await eventually(() => everyMailWentOut(place, { stopped: 0 }), 30_000)
  const receipts = place.mail.received.filter(
    ({ to, subject }) => to === 'payer@example.com' && /receipt/i.test(subject),
  )
  expect(receipts).toHaveLength(paid)
  const doctor = await run({ command: ['doctor', '--json'], env: place.env })
  await doctor.exited
  expect(JSON.parse(doctor.stdout())).toMatchObject({ ok: true, breaches: [] })
  tellCounts('F10, F13, F15: two servers ten minutes apart', { paid, stalls: 1, restarts: 2 })
})

/** The process stands still, as in a pause of the machine or a loop that does not end: it must not say that it is well. */
async function stall(
  product: Product,
  ms: number,
  balancer: { add(url: string): void; remove(url: string): void },
): Promise<void> {
  const isWell = (address: string) =>
    fetch(`${product.url}${address}`, { signal: AbortSignal.timeout(1_000) }).then(
      ({ ok }) => ok,
      () => false,
    )
  expect([await isWell('/healthz'), await isWell('/readyz')]).toEqual([true, true])
  product.process.kill('SIGSTOP')
  expect([await isWell('/healthz'), await isWell('/readyz')]).toEqual([false, false])
  balancer.remove(product.url)
  await sleep(ms)
  product.process.kill('SIGCONT')
  await eventually(
    async () => expect([await isWell('/healthz'), await isWell('/readyz')]).toEqual([true, true]),
    5_000,
  )
  balancer.add(product.url)
}

async function isPaidEachOnce(shop: Shop, count: number): Promise<void> {
  const { body } = await call(shop, 'GET', '/payments?status=succeeded&limit=100')
  if (count < 100) expect(body.data).toHaveLength(count)
  for (const payment of body.data) expect(payment).toMatchObject({ amount: 12_000, unapplied: 0 })
}

/** On a connection of its own: one that was kept may end with the server that drains it. */
function visit(url: string, shop: Shop): Promise<string> {
  return new Promise((resolve) => {
    http
      .get(url, { agent: false, headers: { authorization: `Bearer ${shop.apiKey}` } }, (answer) => {
        answer.resume()
        answer.on('close', () => resolve(answer.complete ? String(answer.statusCode) : 'cut off'))
      })
      .on('error', (error) => resolve(error.message))
  })
}
