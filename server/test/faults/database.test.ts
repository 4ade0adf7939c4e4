// F5 and F6: the database restarted, cut off at each statement, slow, overfull, at odds with itself.
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isLong, tellCounts } from '../long-form.ts'
import {
  type Answer,
  type Business,
  confirmAtStripe,
  inDatabase,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  stripeAccountOf,
  type World,
} from '../world.ts'
import { isAtRest } from './at-rest.ts'
import { type DatabaseProxy, startDatabaseProxy } from './database-proxy.ts'

let world: World
let proxy: DatabaseProxy
beforeAll(async () => {
  world = await startWorld(
    { TRUST_PROXY: 'on' },
    {
      async databaseBase(databaseUrl) {
        proxy = await startDatabaseProxy(databaseUrl)
        return proxy.databaseUrl
      },
      provoked: {
        webhook_refused: 'no event is acknowledged while it cannot be stored',
        server_error: 'no event is acknowledged while it cannot be stored',
        pi_transition: 'the answer under a repeated key is the first one, older than what happened since',
        immutable: 'the same',
      },
    },
  )
}, 60_000)
afterAll(async () => {
  await world?.stop()
  await proxy?.close()
})

type Sent = Awaited<ReturnType<typeof sentInvoice>>

async function read(business: Business, { id }: { id: string }): Promise<Answer['body']> {
  return (await business.call('GET', `/invoices/${id}`)).body
}

async function answersTo(business: Business, type: string): Promise<string[]> {
  const { attempts } = await simulate(world, `webhooks?account=${stripeAccountOf(business)}`)
  return attempts
    .filter((attempt: { type: string }) => attempt.type === type)
    .map((attempt: { answer: string }) => attempt.answer)
}

async function isPaid(business: Business, invoice: Sent): Promise<void> {
  await world.eventually(
    async () => expect(await read(business, invoice)).toMatchObject({ status: 'paid' }),
    10_000,
  )
}

/** Everybody is told to come again, nobody that it was done; and it is over by itself when the database is back. */
async function whileItIsAway(business: Business, open: Sent, secret: string): Promise<void> {
  const page = await fetch(open.payment_link.url)
  expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5'])
  for (const answer of [
    await business.call('GET', '/invoices'),
    await business.call('POST', `/invoices/${open.id}/payments`, { amount: 100, method: 'cash' }),
    await pressPay(open),
  ]) {
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    expect(answer.headers.get('retry-after')).toBe('5')
  }
  expect((await fetch(`${world.url}/healthz`)).status).toBe(200)
  expect((await fetch(`${world.url}/readyz`)).status).toBe(503)
  await confirmAtStripe(world, business, secret)
  await world.eventually(async () =>
    expect(await answersTo(business, 'payment_intent.succeeded')).toContain('answered 503'),
  )
  expect(await answersTo(business, 'payment_intent.succeeded')).not.toContain('accepted')
}

async function comesBack(business: Business, paid: Sent): Promise<void> {
  await world.eventually(async () => expect((await fetch(`${world.url}/readyz`)).status).toBe(200), 10_000)
  await isPaid(business, paid)
  const invoice = await sentInvoice(business)
  const { body } = await pressPay(invoice)
  await confirmAtStripe(world, business, body.client_secret)
  await isPaid(business, invoice)
  await isAtRest(world, [business])
}

it('F5: restarted while somebody pays: 503 to everybody, and it goes on by itself', {
  timeout: 60_000,
}, async () => {
  const business = await world.business()
  const invoice = await sentInvoice(business)
  const { body } = await pressPay(invoice)
  await world.restartDatabase(() => whileItIsAway(business, invoice, body.client_secret))
  await comesBack(business, invoice)
  expect(await read(business, invoice)).toMatchObject({ status: 'paid', amount_paid: 12_000 })
})

it('F5: refused for a while', async () => {
  const business = await world.business()
  const invoice = await sentInvoice(business)
  const { body } = await pressPay(invoice)
  await proxy.refuse()
  await whileItIsAway(business, invoice, body.client_secret)
  if (isLong) await new Promise((resolve) => setTimeout(resolve, 30_000))
  await proxy.accept()
  await comesBack(business, invoice)
  expect(await read(business, invoice)).toMatchObject({ status: 'paid', amount_paid: 12_000 })
}, 90_000)

it.each(['before', 'after'] as const)(
  'F5: cut off %s each statement of recording a payment: done once or not at all, and never both',
  async (when) => {
    const business = await world.business()
    const invoice = await sentInvoice(business, { amount: 1_000_000 })
    let statement = isLong ? 0 : -2
    let turns = 0
    let isPast = false
    while (!isPast) {
      statement += isLong ? 1 : 3
      turns += 1
      const key = `${when}-${statement}`
      const record = () =>
        business.call(
          'POST',
          `/invoices/${invoice.id}/payments`,
          { amount: 100, method: 'cash' },
          { 'idempotency-key': key },
        )
      const cut = proxy.cutAt(statement, when)
      const first = await record()
      isPast = first.status === 201 && !cut.happened()
      expect([201, 503], JSON.stringify(first.body)).toContain(first.status)
      // Under the same key: what took effect stays one, what did not is done now.
      await world.eventually(async () => {
        const again = await record()
        expect([201, 409], JSON.stringify(again.body)).toContain(again.status)
        if (again.status === 409 && !again.body.detail.includes('took effect')) {
          // Nobody heard that the key was taken: it is free again after 15 seconds, which pass here.
          await inDatabase(
            world,
            `update idempotency_keys set alive_at = now() - interval '16 seconds' where account_id = $1 and key = $2`,
            [business.accountId, key],
          )
          expect(again.body.detail).toContain('took effect')
        }
      }, 15_000)
      const { rows } = await inDatabase(
        world,
        'select count(*)::int as n, sum(applied)::int as sum from payments where account_id = $1',
        [business.accountId],
      )
      expect(rows, `cut ${when} statement ${statement}`).toEqual([{ n: turns, sum: 100 * turns }])
    }
    expect(statement).toBeGreaterThan(10)
    tellCounts(`F5, recording a payment, cut ${when}`, { statements: turns - 1 })
    await isAtRest(world, [business])
  },
  180_000,
)

it.each(['before', 'after'] as const)(
  'F5: cut off %s each statement of taking a webhook: yes is said only to what is stored',
  async (when) => {
    const business = await world.business()
    const account = stripeAccountOf(business)
    let statement = 0
    let isPast = false
    while (!isPast) {
      statement += isLong ? 1 : 9
      const invoice = await sentInvoice(business)
      const { body } = await pressPay(invoice)
      await simulate(world, 'webhooks', { account, mode: 'hold' })
      await confirmAtStripe(world, business, body.client_secret)
      const before = (await answersTo(business, 'payment_intent.succeeded')).length
      const cut = proxy.cutAt(statement, when)
      await simulate(world, 'webhooks/flush', { account })
      isPast = !cut.happened()
      const answers = await answersTo(business, 'payment_intent.succeeded')
      const [answer] = answers.slice(0, answers.length - before)
      const { rows } = await inDatabase(
        world,
        `select count(*)::int as n from stripe_events where account_id = $1 and payload #>> '{data,object,id}' = $2 and type = 'payment_intent.succeeded'`,
        [business.accountId, body.client_secret.split('_secret_')[0]],
      )
      expect(['accepted', 'answered 503']).toContain(answer)
      if (answer === 'accepted') expect(rows[0].n).toBe(1)
      await simulate(world, 'webhooks', { account, mode: 'deliver' })
      await isPaid(business, invoice)
    }
    tellCounts(`F5, taking a webhook, cut ${when}`, { 'statements at most': statement })
    await isAtRest(world, [business])
  },
  180_000,
)

it('F6: each message 100 ms late: slower, and as right', async () => {
  const business = await world.business()
  const invoices = await Promise.all([1, 2].map(() => sentInvoice(business)))
  proxy.delay(100)
  try {
    await Promise.all(
      invoices.map(async (invoice) => {
        const { body } = await pressPay(invoice)
        await confirmAtStripe(world, business, body.client_secret)
      }),
    )
    await Promise.all(invoices.map((invoice) => isPaid(business, invoice)))
    expect(new Set(await answersTo(business, 'payment_intent.succeeded'))).toEqual(new Set(['accepted']))
  } finally {
    proxy.delay(0)
  }
  await isAtRest(world, [business])
})

it('F6: every connection stuck behind a lock: 503 after a bounded wait, alive meanwhile, and all well when it is gone', async () => {
  const business = await world.business()
  const invoice = await sentInvoice(business)
  const locker = new pg.Client({ connectionString: world.databaseUrl })
  await locker.connect()
  await locker.query('begin; lock table invoices in access exclusive mode')
  const stuck = await Promise.all(Array.from({ length: 30 }, () => business.call('GET', '/invoices')))
  expect(new Set(stuck.map(({ status }) => status))).toEqual(new Set([503]))
  expect((await fetch(`${world.url}/healthz`)).status).toBe(200)
  await locker.end()
  expect((await read(business, invoice)).status).toBe('sent')
}, 40_000)

it.each([
  ['deadlock', '40P01'],
  ['serialisation failure', '40001'],
])('F6: a %s is retried inside, and nobody notices', async (_, state) => {
  const business = await world.business()
  const invoice = await sentInvoice(business)
  const name = `fail_twice_${state.toLowerCase()}`
  await inDatabase(
    world,
    `create sequence ${name};
     create function ${name}() returns trigger language plpgsql as $$ begin
       if nextval('${name}') <= 2 then raise exception 'on purpose' using errcode = '${state}'; end if;
       return new; end $$;
     create trigger ${name} before insert on payments for each row when (new.account_id = '${business.accountId}') execute function ${name}();
     grant usage on sequence ${name} to public`,
  )
  const paid = await business.call('POST', `/invoices/${invoice.id}/payments`, {
    amount: 12_000,
    method: 'cash',
  })
  expect(paid.status).toBe(201)
  expect(await read(business, invoice)).toMatchObject({ status: 'paid', amount_paid: 12_000 })
  await isAtRest(world, [business])
})

it.runIf(isLong)(
  'F6: a database that takes everything and answers nothing is given up, and left for a new connection',
  async () => {
    const business = await world.business()
    proxy.freeze()
    expect((await business.call('GET', '/invoices')).status).toBe(503)
    proxy.thaw()
    await world.eventually(
      async () => expect((await business.call('GET', '/invoices')).status).toBe(200),
      10_000,
    )
  },
  120_000,
)

it('F12: two servers at work on one database: one effect each, one number each, one mail each', async () => {
  await world.startReplica()
  const business = await world.business()
  await simulate(world, 'webhooks', { account: stripeAccountOf(business), mode: 'duplicate' })
  const invoices = await Promise.all(
    Array.from({ length: 8 }, (_, index) => sentInvoice(business, { email: `both${index}@example.com` })),
  )
  const year = new Date().getFullYear()
  expect(invoices.map(({ number }) => number).toSorted()).toEqual(
    invoices.map((_, index) => `INV-${year}-${String(index + 1).padStart(4, '0')}`),
  )
  await Promise.all(
    invoices.map(async (invoice, index) => {
      const payer = { 'x-forwarded-for': `192.0.2.${index + 1}` }
      const [one, other] = await Promise.all([pressPay(invoice, {}, payer), pressPay(invoice, {}, payer)])
      expect(one.body.client_secret).toBe(other.body.client_secret)
      await confirmAtStripe(world, business, one.body.client_secret)
      await Promise.all([1, 2, 3].map(() => fetch(`${invoice.payment_link.url}/result`)))
    }),
  )
  await Promise.all(invoices.map((invoice) => isPaid(business, invoice)))
  await isAtRest(world, [business])
  await world.eventually(() => {
    for (const [index] of invoices.entries()) expect(world.mailTo(`both${index}@example.com`)).toHaveLength(2)
    expect(world.mailTo(business.ownerEmail)).toHaveLength(invoices.length)
  })
  const { body } = await business.call('GET', '/payments?status=succeeded&limit=100')
  expect(body.data.map(({ amount }: { amount: number }) => amount)).toEqual(invoices.map(() => 12_000))
})

it('F12: two servers that meet an empty database at the same moment prepare it once', async () => {
  const name = 'never_prepared'
  await inDatabase(world, `create database ${name}`)
  const databaseUrl = world.databaseUrl.replace('/quittance?', `/${name}?`)
  const prepared = await Promise.all([world.startOn(databaseUrl), world.startOn(databaseUrl)])
  expect(prepared).toHaveLength(2)
  const { rows } = await inDatabase({ ...world, databaseUrl }, 'select name from kysely_migration')
  const ours = await inDatabase(world, 'select name from kysely_migration')
  expect(rows.map((row) => row.name).toSorted()).toEqual(ours.rows.map((row) => row.name).toSorted())
})
