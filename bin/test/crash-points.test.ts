// Every verb that moves money, broken off at the n-th message to the database, to Stripe, to the mail server or to the
// product itself (Stripe's webhooks and the payer's page), before or after it was passed on; then kill -9 (F1–F4). One point
// a hop in `npm test`, every one in the long form.
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { isLong, tellCounts } from '../../server/test/long-form.ts'
import { makeReady } from '../launcher/make-ready.mjs'
import { findFreePort } from '../src/free-port.ts'
import { type FreezeProxy, startFreezeProxy } from './freeze-proxy.ts'
import { checkout, type Product, run, start, temporaryFolder } from './product.ts'
import {
  booksAgree,
  call,
  confirm,
  eventually,
  everyMailWentOut,
  newPlace,
  openShop,
  type Place,
  payableAtStripe,
  pressPay,
  query,
  type Shop,
  unfinished,
} from './shop.ts'

const hops = ['database', 'stripe', 'mail', 'front door'] as const
type Hop = (typeof hops)[number]

beforeAll(() => makeReady(checkout), 120_000)

/** One way through the product, on an invoice of its own. */
interface Verb {
  name: string
  /** What comes before it, undisturbed; the invoice's id. */
  prepare(shop: Shop): Promise<string>
  /** What is broken off, and what its caller does again afterwards, until it is answered. */
  act(shop: Shop, id: string): Promise<unknown>
  /** What must be true in the end. */
  holds(shop: Shop, id: string): Promise<void>
}

const verbs: Verb[] = [
  {
    name: 'send',
    prepare: draft,
    act: (shop, id) => once(shop, id, 'draft', () => call(shop, 'POST', `/invoices/${id}/send`)),
    async holds(shop, id) {
      expect(await read(shop, id)).toMatchObject({ status: 'sent', revision: 1 })
      expect(await mailsAbout(shop, id)).toEqual(['invoice'])
    },
  },
  {
    name: 'pay',
    prepare: sent,
    async act(shop, id) {
      const secret = await pressPay(shop, id)
      if (secret) await confirm(shop, secret, 'pm_card_visa')
    },
    holds: isPaidOnce,
  },
  {
    name: 'cancel',
    prepare: pressed,
    act: (shop, id) => once(shop, id, 'sent', () => call(shop, 'POST', `/invoices/${id}/cancel`, {})),
    async holds(shop, id) {
      expect(await read(shop, id)).toMatchObject({ status: 'cancelled', amount_paid: 0 })
    },
  },
  {
    name: 'refund',
    async prepare(shop) {
      const id = await sent(shop)
      await confirm(shop, (await pressPay(shop, id))!, 'pm_card_visa')
      await eventually(async () => expect(await read(shop, id)).toMatchObject({ status: 'paid' }), 20_000)
      return id
    },
    async act(shop, id) {
      const known = (await call(shop, 'GET', `/refunds?invoice_id=${id}`)).body.data
      // Whoever asked and had no answer looks first.
      if (known.length > 0) return
      const { data } = (await call(shop, 'GET', `/payments?invoice_id=${id}&status=succeeded`)).body
      await call(shop, 'POST', `/payments/${data[0].id}/refunds`, { amount: 5_000 })
    },
    async holds(shop, id) {
      expect(await read(shop, id)).toMatchObject({ status: 'paid', amount_refunded: 5_000 })
      expect((await call(shop, 'GET', `/refunds?invoice_id=${id}`)).body.data).toMatchObject([
        { amount: 5_000, status: 'succeeded' },
      ])
    },
  },
  {
    name: 'record cash',
    prepare: pressed,
    act: (shop, id) =>
      once(shop, id, 'sent', () =>
        call(shop, 'POST', `/invoices/${id}/payments`, { amount: 12_000, method: 'cash' }),
      ),
    async holds(shop, id) {
      expect(await read(shop, id)).toMatchObject({ status: 'paid', amount_paid: 12_000 })
      const { data } = (await call(shop, 'GET', `/payments?invoice_id=${id}&status=succeeded`)).body
      expect(data).toMatchObject([{ source: 'manual', amount: 12_000 }])
    },
  },
  {
    name: 'disconnect',
    async prepare(shop) {
      await connect(shop)
      return pressed(shop)
    },
    async act(shop) {
      const { body } = await call(shop, 'GET', '/stripe_connection')
      if (body.state !== 'not_connected') await call(shop, 'DELETE', '/stripe_connection')
    },
    async holds(shop, id) {
      expect((await read(shop, id)).payment_link).toMatchObject({
        state: expect.not.stringMatching('active'),
      })
      expect(await pressPay(shop, id)).toBe(null)
      const [open] = await query(
        shop.place,
        `select status from payments where invoice_id = '${id}' and closed_at is null`,
      )
      expect(open).toBeUndefined()
      // Nobody can be charged at an account that the business no longer has here.
      expect([...(await payableAtStripe(shop))]).toEqual([])
    },
  },
]

test.each(verbs)(
  '$name, broken off anywhere and killed: done once, or done again, and the books agree (F1–F4)',
  {
    timeout: isLong ? 3_600_000 : 180_000,
  },
  async (verb) => {
    const theatre = await openTheatre()
    const counts: Record<string, number> = {}
    const lengths = await lengthsOf(theatre, verb)
    for (const hop of hops) {
      for (const point of pointsOf(lengths[hop])) {
        if (!(await breakOffNear(theatre, verb, hop, point))) continue
        counts[`at the ${hop}`] = (counts[`at the ${hop}`] ?? 0) + 1
      }
    }
    const broken = Object.values(counts).reduce((sum, one) => sum + one, 0)
    await everyMailWentOut(theatre.place, { stopped: broken })
    const doctor = await run({ command: ['doctor', '--json'], env: theatre.place.env })
    await doctor.exited
    expect(JSON.parse(doctor.stdout())).toMatchObject({ ok: true, breaches: [] })
    tellCounts(`crash points of ${verb.name}`, counts)
  },
)

/** The product with a proxy on each of its hops, and a business in it. */
interface Theatre {
  place: Place
  shop: Shop
  proxies: Record<Hop, FreezeProxy>
  kill(): Promise<void>
  begin(): Promise<void>
}

async function openTheatre(): Promise<Theatre> {
  const port = String(await findFreePort('127.0.0.1'))
  const place = await newPlace(`http://localhost:${port}`)
  const socket = new URL(place.env['DATABASE_URL']!).searchParams.get('host')!
  const proxies = {
    database: await startFreezeProxy({ path: `${socket}/.s.PGSQL.5432` }),
    stripe: await startFreezeProxy({ port: Number(new URL(place.stripeUrl).port), host: '127.0.0.1' }),
    mail: await startFreezeProxy({ port: place.mail.port, host: '127.0.0.1' }),
    'front door': await startFreezeProxy({ port: Number(port), host: 'localhost' }),
  }
  const { username, password, pathname } = new URL(place.env['DATABASE_URL']!)
  const env = {
    ...place.env,
    PORT: port,
    PUBLIC_URL: `http://localhost:${proxies['front door'].port}`,
    DATABASE_URL: `postgresql://${username}:${password}@127.0.0.1:${proxies.database.port}${pathname}`,
    STRIPE_API_BASE: `http://127.0.0.1:${proxies.stripe.port}`,
    SMTP_URL: `smtp://127.0.0.1:${proxies.mail.port}`,
  }
  const dataDir = temporaryFolder()
  let product: Product = await start({ dataDir, env })
  onTestFinished(async () => {
    for (const proxy of Object.values(proxies)) await proxy.close()
    product.process.kill('SIGKILL')
    await product.exited
    await place.close()
  })
  const shop = await openShop(place, 'Theatre')
  return {
    place,
    shop,
    proxies,
    async kill() {
      product.process.kill('SIGKILL')
      await product.exited
      for (const proxy of Object.values(proxies)) proxy.thaw()
      // As if a minute had passed: what the dead held of the outbox, of an invoice, of a key has lapsed.
      await query(place, 'update outbox set lease_until = null, run_at = now() where lease_until is not null')
      await query(place, 'delete from leases')
      await query(place, `update idempotency_keys set alive_at = '-infinity'`)
    },
    async begin() {
      product = await start({ dataDir, env })
      const begun = product
      void begun.exited.then((how) => {
        if (how !== 'SIGKILL')
          process.stdout.write(`the product ended by itself (${how}):\n${begun.output()}\n`)
      })
    },
  }
}

/** How many messages the verb makes on each hop, with all that follows it. */
async function lengthsOf({ place, shop, proxies }: Theatre, verb: Verb): Promise<Record<Hop, number>> {
  const id = await verb.prepare(shop)
  await atRest(place)
  const passed = () => hops.map((hop) => proxies[hop].passed())
  const before = passed()
  await verb.act(shop, id)
  await eventually(() => verb.holds(shop, id), 20_000)
  await atRest(place)
  const after = passed()
  return Object.fromEntries(hops.map((hop, index) => [hop, after[index]! - before[index]!])) as Record<
    Hop,
    number
  >
}

/** In the short form a point that was not reached is looked for earlier: the hops hear of what else goes on, too. */
async function breakOffNear(theatre: Theatre, verb: Verb, hop: Hop, { n, when }: Point): Promise<boolean> {
  if (await breakOff(theatre, verb, hop, when, n)) return true
  return !isLong && n > 1 && breakOffNear(theatre, verb, hop, { n: Math.floor(n / 2), when })
}

/** Returns whether there was such a message: one run of a verb says a few more or less than the next. */
async function breakOff(
  theatre: Theatre,
  verb: Verb,
  hop: Hop,
  when: Point['when'],
  n: number,
): Promise<boolean> {
  const { place, shop, proxies } = theatre
  const at = `${verb.name}, ${when} message ${n} to the ${hop}`
  const id = await verb.prepare(shop)
  await atRest(place)
  const frozen = proxies[hop].freezeAt(n, when)
  // The caller waits for as long as it takes: the product that comes after answers them.
  const done = verb.act(shop, id)
  done.catch(() => {})
  const outcome = await Promise.race([
    frozen.then(() => 'frozen' as const),
    done.then(() => atRest(place)).then(() => sleep(500)),
  ])
  if (outcome === 'frozen') {
    await theatre.kill()
    await theatre.begin()
  } else proxies[hop].thaw()
  await done.catch((error: Error) => {
    throw new Error(`${at}: ${error.message}`)
  })
  await verb.act(shop, id)
  await atRest(place)
  await eventually(async () => {
    await verb.holds(shop, id).catch((error: Error) => {
      error.message = `${at}: ${error.message}`
      throw error
    })
    await booksAgree(place, shop)
  }, 20_000)
  return outcome === 'frozen'
}

interface Point {
  n: number
  when: 'before' | 'after'
}

/** Before and after each message; in the short form the one in the middle, so that every run tries the same. */
function pointsOf(length: number): Point[] {
  const all = Array.from({ length }, (_, index) =>
    (['before', 'after'] as const).map((when) => ({ n: index + 1, when })),
  ).flat()
  return isLong || all.length === 0 ? all : [all[Math.floor(all.length / 2)]!]
}

async function atRest(place: Place): Promise<void> {
  await eventually(async () => expect(await unfinished(place)).toEqual([]), 60_000)
}

async function draft(shop: Shop): Promise<string> {
  const { status, body } = await call(shop, 'POST', '/invoices', {
    customer: { name: 'Example Customer', email: 'customer@example.com' },
    payment_link: true,
    lines: [{ description: 'Consulting', quantity: '1', unit_amount: 12_000 }],
  })
  expect(status, JSON.stringify(body)).toBe(201)
  return body.id
}

async function sent(shop: Shop): Promise<string> {
  const id = await draft(shop)
  expect((await call(shop, 'POST', `/invoices/${id}/send`)).status).toBe(200)
  return id
}

async function pressed(shop: Shop): Promise<string> {
  const id = await sent(shop)
  expect(await pressPay(shop, id)).toContain('_secret_')
  return id
}

async function connect(shop: Shop): Promise<void> {
  const { status } = await call(shop, 'PUT', '/stripe_connection', {
    secret_key: shop.secretKey,
    publishable_key: shop.publishableKey,
  })
  expect([200, 409]).toContain(status)
}

/** Does it unless the invoice has moved on from `status`: as a person does who had no answer, and looks. */
async function once(shop: Shop, id: string, status: string, act: () => Promise<unknown>): Promise<void> {
  if ((await read(shop, id)).status === status) await act()
}

async function read(shop: Shop, id: string): Promise<Awaited<ReturnType<typeof call>>['body']> {
  return (await call(shop, 'GET', `/invoices/${id}`)).body
}

async function isPaidOnce(shop: Shop, id: string): Promise<void> {
  expect(await read(shop, id)).toMatchObject({ status: 'paid', amount_paid: 12_000, amount_due: 0 })
  const { data } = (await call(shop, 'GET', `/payments?invoice_id=${id}&status=succeeded`)).body
  expect(data).toMatchObject([{ amount: 12_000, unapplied: 0 }])
  expect(await mailsAbout(shop, id)).toEqual(['invoice', 'payment_notification', 'receipt'])
}

/** The kinds of mail that went out about an invoice; one each, whatever was killed. */
async function mailsAbout(shop: Shop, id: string): Promise<string[]> {
  const { data } = (await call(shop, 'GET', `/messages?invoice_id=${id}&limit=100`)).body
  return data
    .filter(({ state }: { state: string }) => state === 'sent')
    .map(({ kind }: { kind: string }) => kind)
    .toSorted()
}
