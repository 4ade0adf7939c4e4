// I7: whatever order the news of a payment comes in, and however often, the books end the same. Each order has an invoice
// of its own, lived at Stripe to its end while no webhook came; then its events are delivered in that order.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import type { Database } from '../../src/database.ts'
import { createSealer } from '../../src/platform/crypto/sealer.ts'
import { openDatabase } from '../../src/platform/db/pool.ts'
import { isLong, tellCounts } from '../long-form.ts'
import { startMoodyMailServer } from '../moody-mail-server.ts'
import { debit, ibans } from '../payment-forms.ts'
import {
  atStripe,
  confirmAtStripe,
  declinedCard,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  worldSettings,
} from '../world.ts'
import { openGate } from './gate.ts'
import { beginLife, deliverEvent, type Life, type Stage } from './life.ts'

let stage: Stage
let counted = 0
beforeAll(async () => {
  const mail = await startMoodyMailServer()
  const world = await startWorld(
    // Nobody asks Stripe by the clock: what is booked, the news has booked.
    { TRUST_PROXY: 'on', SMTP_URL: mail.smtpUrl, RECONCILE_INTERVAL_SECONDS: '3600' },
    isLong ? { conformance: false } : {},
  )
  const db = openDatabase<Database>(world.databaseUrl, { size: 4, onIdleError: () => {} })
  const sealer = createSealer(readConfig(worldSettings).secretKeys)
  stage = { world, mail, db, sealer, gate: openGate(), reached: new Map() }
}, 60_000)
afterAll(async () => {
  await stage?.db.destroy()
  await stage?.world.stop()
  await stage?.mail.close()
  tellCounts('confluence', { 'orders of news': counted })
})

/** A payment's life at Stripe, and the news of it that matters. */
interface Course {
  name: string
  live(life: Life, secret: string): Promise<void>
  news: string[]
}

const courses: Course[] = [
  {
    name: 'a card that was declined first',
    async live(life, secret) {
      await confirmAtStripe(life.world, life.business, secret, declinedCard)
      await confirmAtStripe(life.world, life.business, secret)
    },
    news: [
      'payment_intent.created',
      'payment_intent.payment_failed',
      'payment_intent.succeeded',
      'charge.failed',
      'charge.succeeded',
    ],
  },
  {
    name: 'a card refunded in part, then disputed and lost',
    async live(life, secret) {
      const { body: intent } = await confirmAtStripe(life.world, life.business, secret)
      const about = { account: life.account, payment_intent: intent.id }
      await simulate(life.world, 'refund', { ...about, amount: 4_000 })
      const dispute = await simulate(life.world, 'dispute', { ...about, reason: 'fraudulent' })
      await simulate(life.world, 'dispute', { account: life.account, dispute: dispute.id, outcome: 'lost' })
    },
    news: [
      'payment_intent.succeeded',
      'charge.refunded',
      'refund.created',
      'charge.dispute.created',
      'charge.dispute.closed',
    ],
  },
  {
    name: 'a debit that cleared and was given back',
    async live(life, secret) {
      const { body: intent } = await confirmAtStripe(life.world, life.business, secret, debit(ibans.succeeds))
      await simulate(life.world, 'clock', { advance_seconds: 2 })
      const about = { account: life.account, payment_intent: intent.id }
      await life.world.eventually(() => simulate(life.world, 'refund', about))
      await simulate(life.world, 'clock', { advance_seconds: 10 })
      await life.world.eventually(async () => {
        const { data } = await atStripe(life.world, life.business, 'GET', '/v1/refunds?limit=1')
        expect(data[0].status).toBe('succeeded')
      })
    },
    news: ['payment_intent.processing', 'payment_intent.succeeded', 'charge.refunded', 'refund.created'],
  },
]

describe.each(courses)('$name', (course) => {
  it('ends the same in every order, each event once, twice or three times', async () => {
    const life = await beginLife(stage)
    const orders = chosen(permutationsOf(course.news), isLong ? 120 : 12)
    const ends = await endsOf(life, course, orders, { frozen: false })
    expectOneEnd(ends)
  }, 1_800_000)

  it('ends the same though Stripe cannot be read, and each event says how things stood at its time', async () => {
    const life = await beginLife(stage)
    const orders = chosen(permutationsOf(course.news), isLong ? 120 : 6)
    const ends = await endsOf(life, course, orders, { frozen: true })
    expectOneEnd(ends)
  }, 1_800_000)
})

interface End {
  order: string[]
  books: object
}

function expectOneEnd([first, ...others]: End[]): void {
  expect(first!.books).toMatchObject({ invoice: { settled: 12_000, status: 'paid' } })
  for (const { order, books } of others)
    expect(books, `in the order ${order.join(', ')}`).toEqual(first!.books)
}

/** Lives the course once for each order, then tells the news in it; the first order is the one it happened in. */
async function endsOf(
  life: Life,
  course: Course,
  orders: string[][],
  { frozen }: { frozen: boolean },
): Promise<End[]> {
  await simulate(life.world, 'webhooks', { account: life.account, mode: 'drop' })
  const told: { order: string[]; invoiceId: string; events: StripeEvent[] }[] = []
  for (const [which, order] of orders.entries()) {
    const invoice = await sentInvoice(life.business)
    const pressed = await pressPay(invoice, {}, { 'x-forwarded-for': `192.0.2.${which}` })
    expect(pressed.status, JSON.stringify(pressed.body)).toBe(200)
    await course.live(life, pressed.body.client_secret)
    const intentId = pressed.body.client_secret.split('_secret_')[0]
    told.push({ order, invoiceId: invoice.id, events: await eventsAbout(life, intentId) })
  }
  // With the key gone at Stripe's side nothing can be read: the signed events are all there is.
  if (frozen) await endAccess(life)
  await Promise.all(
    told.map(async ({ order, events }, which) => {
      for (const [place, type] of order.entries()) {
        const about = events.filter((event) => event.type === type)
        expect(about.length, `Stripe told of ${type}`).toBeGreaterThan(0)
        for (const event of about)
          for (let time = 0; time <= (which + place) % 3; time++)
            expect(await deliverEvent(life, time === 2 ? { ...event, id: `${event.id}twin` } : event)).toBe(
              200,
            )
        await waitUntilTried(life)
      }
    }),
  )
  await life.world.eventually(() => expectApplied(life), 60_000)
  counted += orders.length
  return Promise.all(
    told.map(async ({ order, invoiceId }) => ({ order, books: await booksOf(life, invoiceId, frozen) })),
  )
}

interface StripeEvent {
  id: string
  type: string
  data: { object: { id: string; payment_intent?: string | null } }
}

async function eventsAbout(life: Life, intentId: string): Promise<StripeEvent[]> {
  const { data } = await atStripe(life.world, life.business, 'GET', '/v1/events?limit=60')
  return (data as StripeEvent[]).filter(
    ({ data: { object } }) => object.id === intentId || object.payment_intent === intentId,
  )
}

/** As Stripe's own end of the connection leaves it: no key any more, and the endpoint's secret still known. */
async function endAccess(life: Life): Promise<void> {
  await life.db
    .updateTable('stripe_connections')
    .set({ disconnected_at: new Date(), end_reason: 'access_lost', secret_key_sealed: null })
    .where('account_id', '=', life.business.accountId)
    .execute()
}

/** Every event so far was tried once: in this order they met the books. What has to wait for another may fail and wait. */
async function waitUntilTried(life: Life): Promise<void> {
  await life.world.eventually(async () => {
    const { rows } = await sql<{ id: string }>`
      select id from outbox where account_id = ${life.business.accountId} and finished_at is null
        and event ->> 'type' = 'stripe.event_received' and (attempts = 0 or lease_until is not null)`.execute(
      life.db,
    )
    expect(rows).toEqual([])
  }, 60_000)
}

async function expectApplied(life: Life): Promise<void> {
  // What waits for its next try is tried now.
  await sql`update outbox set run_at = now() where account_id = ${life.business.accountId} and finished_at is null
    and lease_until is null and attempts > 0`.execute(life.db)
  const { rows } = await sql<{ waiting: string; last_error: string }>`
    select event ->> 'type' as waiting, last_error from outbox where account_id = ${life.business.accountId}
      and finished_at is null and (attempts > 0 or run_at < now() + interval '1 minute')`.execute(life.db)
  expect(rows).toEqual([])
}

// What was seen on the way is told or not, as it was seen; what lasts must be the same.
const onTheWay =
  /^(payment\.(started|processing|failed|canceled)|refund\.pending|dispute\.(under_review|funds_withdrawn))$/

/** How one invoice stands in all our books, without ids and times. */
async function booksOf(life: Life, invoiceId: string, frozen: boolean): Promise<object> {
  const { db, business } = life
  const of = { account_id: business.accountId, invoice_id: invoiceId }
  const all = async <T>(query: Promise<T[]>) => (await query).map((row) => JSON.stringify(row)).toSorted()
  const [invoice] = await db
    .selectFrom('invoices')
    .select(['status', 'settled', 'refunded', 'withdrawn', 'disputed', 'processing'])
    .where('account_id', '=', of.account_id)
    .where('id', '=', invoiceId)
    .execute()
  const where = <T extends { where: (column: never, op: never, value: never) => T }>(query: T): T =>
    query
      .where('account_id' as never, '=' as never, of.account_id as never)
      .where('invoice_id' as never, '=' as never, of.invoice_id as never)
  return {
    invoice,
    payments: await all(
      where(
        db
          .selectFrom('payments')
          .select([
            'status',
            'amount',
            'applied',
            'unapplied',
            'amount_refunded',
            'disputed',
            'method',
            'failure_code',
          ]),
      ).execute(),
    ),
    refunds: await all(where(db.selectFrom('refunds').select(['status', 'amount', 'method'])).execute()),
    disputes: await all(where(db.selectFrom('disputes').select(['status', 'amount', 'withdrawn'])).execute()),
    timeline: (await where(db.selectFrom('invoice_events').select('type')).execute())
      .map(({ type }) => type)
      .filter((type) => !type.startsWith('message.') && !(frozen && onTheWay.test(type)))
      .toSorted(),
    mails: await all(where(db.selectFrom('messages').select(['kind', 'recipients'])).execute()),
  }
}

function permutationsOf<T>(list: T[]): T[][] {
  if (list.length <= 1) return [list]
  return list.flatMap((one, index) =>
    permutationsOf(list.toSpliced(index, 1)).map((others) => [one, ...others]),
  )
}

/** The first, which is the order it happened in, the last, which is the reverse, and others evenly between. */
function chosen<T>(all: T[], most: number): T[] {
  if (all.length <= most) return all
  return Array.from({ length: most }, (_, place) => all[Math.round((place * (all.length - 1)) / (most - 1))]!)
}
