// What stands between the money and each mistake that would lose or double it, one test a guard, each fast enough to be
// run alone: most are what `tools/seeded-bugs` runs against a product that was broken on purpose.
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  atStripe,
  type Business,
  confirmAtStripe,
  inDatabase,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  stripeAccountOf,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld(
    {},
    {
      provoked: {
        webhook_refused: 'deliveries that may not be answered with a yes, on purpose',
        server_error: 'a refund whose answer is lost, on purpose',
        unreachable: 'a refund whose answer is lost, on purpose',
      },
    },
  )
}, 60_000)
afterAll(() => world?.stop())

type Sent = Awaited<ReturnType<typeof sentInvoice>>

/** Paid at Stripe, while every webhook is held there. */
async function paidUnseen(
  business: Business,
  options: { amount?: number; email?: string } = {},
): Promise<Sent> {
  await simulate(world, 'webhooks', { account: stripeAccountOf(business), mode: 'hold' })
  const invoice = await sentInvoice(business, options)
  const { body } = await pressPay(invoice)
  // Whoever asks about open payments by themselves is to leave this one alone: an old one has an hour.
  await inDatabase(
    world,
    `update payments set created_at = now() - interval '20 days', checked_at = now() where account_id = $1`,
    [business.accountId],
  )
  await confirmAtStripe(world, business, body.client_secret)
  return invoice
}

/** Lets the held webhooks go, and returns what the product answered to those of this type. */
async function deliver(business: Business, type: string): Promise<string[]> {
  const account = stripeAccountOf(business)
  await simulate(world, 'webhooks/flush', { account })
  const { attempts } = await simulate(world, `webhooks?account=${account}`)
  return attempts
    .filter((attempt: { type: string }) => attempt.type === type)
    .map((attempt: { answer: string }) => attempt.answer)
}

async function read(business: Business, { id }: { id: string }) {
  return (await business.call('GET', `/invoices/${id}`)).body
}

async function count(statement: string, values: unknown[]): Promise<number> {
  const { rows } = await inDatabase(world, `select count(*)::int as n from ${statement}`, values)
  return rows[0].n
}

/** Has Postgres refuse rows of one business as if its disk were full: at once, or not before the commit. */
async function refuse(
  table: string,
  business: Business,
  when: 'at once' | 'at commit',
): Promise<() => Promise<unknown>> {
  const name = `refuse_${table}_${business.accountId}`
  await inDatabase(
    world,
    `create function ${name}() returns trigger language plpgsql as
       $$ begin raise exception 'the disk is full' using errcode = '53100'; end $$;
     create ${when === 'at commit' ? 'constraint' : ''} trigger ${name} after insert or update on ${table}
       ${when === 'at commit' ? 'deferrable initially deferred' : ''}
       for each row when (new.account_id = '${business.accountId}') execute function ${name}()`,
  )
  return () => inDatabase(world, `drop trigger ${name} on ${table}; drop function ${name}`)
}

it('a webhook is answered with a yes only once its event is stored', async () => {
  const business = await world.business()
  const invoice = await paidUnseen(business)
  const lift = await refuse('stripe_events', business, 'at once')
  const refused = await deliver(business, 'payment_intent.succeeded')
  await lift()
  expect(refused).toEqual(['answered 503'])
  expect(await count('stripe_events where account_id = $1', [business.accountId])).toBe(0)
  expect((await deliver(business, 'payment_intent.succeeded')).at(0)).toBe('accepted')
  await world.eventually(async () => expect((await read(business, invoice)).status).toBe('paid'))
})

it('a booking that is rolled back leaves nothing behind that could go out (I17)', async () => {
  const business = await world.business()
  const invoice = await paidUnseen(business, { email: 'rolled-back@example.com' })
  const lift = await refuse('invoices', business, 'at commit')
  await deliver(business, 'payment_intent.succeeded')
  await world.eventually(async () =>
    expect(
      await count(`outbox where account_id = $1 and last_error like '%disk is full%'`, [business.accountId]),
    ).toBe(1),
  )
  const told = await count(`outbox where account_id = $1 and event->>'type' = 'payment.succeeded'`, [
    business.accountId,
  ])
  await lift()
  expect(told).toBe(0)
  await world.eventually(async () => expect((await read(business, invoice)).status).toBe('paid'))
  await world.eventually(() => expect(world.mailTo('rolled-back@example.com')).toHaveLength(2))
})

it('the database refuses a second open payment of an invoice (I9)', async () => {
  const business = await world.business()
  const invoice = await sentInvoice(business)
  await pressPay(invoice)
  const second = await inDatabase(
    world,
    `insert into payments (account_id, id, invoice_id, source, method, amount, currency, status, connection_id, stripe_account_id, livemode)
     select account_id, 'pay_second', invoice_id, source, method, amount, currency, status, connection_id, stripe_account_id, livemode
     from payments where account_id = $1`,
    [business.accountId],
  ).then(
    () => 'taken',
    (error: Error) => error.message,
  )
  expect(second).toContain('one_open_intent_per_invoice')
})

it('what follows a payment may run twice: there is one receipt (I19)', async () => {
  const business = await world.business()
  await paidUnseen(business, { email: 'twice@example.com' })
  await deliver(business, 'payment_intent.succeeded')
  await world.eventually(() => expect(world.mailTo('twice@example.com')).toHaveLength(2))
  // As after a crash between the work and the note of it.
  const { rows } = await inDatabase(
    world,
    `update outbox set finished_at = null, done = '{}', run_at = now()
     where account_id = $1 and event->>'type' = 'payment.succeeded' returning id`,
    [business.accountId],
  )
  expect(rows).toHaveLength(1)
  await world.eventually(async () =>
    expect(await count('outbox where id = $1 and finished_at is not null', [rows[0].id])).toBe(1),
  )
  expect(await count(`messages where account_id = $1 and kind = 'receipt'`, [business.accountId])).toBe(1)
})

it('a payment is asked about however old it is (I8)', async () => {
  const business = await world.business()
  const account = stripeAccountOf(business)
  const invoice = await paidUnseen(business)
  // The other way to hear of it is closed.
  await simulate(world, 'faults', {
    account,
    method: 'GET',
    path: '/v1/events',
    kind: 'rate_limit',
    times: 99,
  })
  await inDatabase(world, `update payments set checked_at = now() - interval '1 day' where account_id = $1`, [
    business.accountId,
  ])
  await world.eventually(async () => expect((await read(business, invoice)).status).toBe('paid'))
  await simulate(world, `faults?account=${account}`, undefined, 'DELETE')
})

it('what a worker held when it died is taken over', async () => {
  const business = await world.business()
  await inDatabase(
    world,
    `insert into outbox (account_id, id, event, lease_until, attempts)
     values ($1, 'job_of_the_dead', '{"type":"payment.unapplied","paymentId":"pay_x","invoiceId":"inv_x"}', now() - interval '1 second', 1)`,
    [business.accountId],
  )
  await world.eventually(
    async () =>
      expect(await count(`outbox where id = 'job_of_the_dead' and finished_at is not null`, [])).toBe(1),
    5_000,
  )
})

it('the last cent counts: what was paid is what Stripe took (I1, I3)', async () => {
  const business = await world.business()
  const invoice = await paidUnseen(business, { amount: 12_347 })
  await deliver(business, 'payment_intent.succeeded')
  await world.eventually(
    async () =>
      expect(await read(business, invoice)).toMatchObject({
        status: 'paid',
        amount_paid: 12_347,
        amount_due: 0,
      }),
    3_000,
  )
})

it('a refund whose answer was lost is asked for under the same key, and made once (I22)', async () => {
  const business = await world.business()
  const account = stripeAccountOf(business)
  await paidUnseen(business)
  await deliver(business, 'payment_intent.succeeded')
  const payment = await world.eventually(async () => {
    const { data } = (await business.call('GET', '/payments')).body
    expect(data).toMatchObject([{ status: 'succeeded' }])
    return data[0]
  })
  // Made at Stripe, and nobody hears of it: neither by the answer, nor by webhook or the list of events.
  const ofRefunds = { account, method: 'POST', path: '/v1/refunds' }
  await simulate(world, 'faults', { ...ofRefunds, kind: 'drop_after', times: 3 })
  await simulate(world, 'faults', {
    account,
    method: 'GET',
    path: '/v1/events',
    kind: 'rate_limit',
    times: 99,
  })
  await business.call('POST', `/payments/${payment.id}/refunds`, { amount: 5_000 })
  await inDatabase(world, `update refunds set checked_at = now() - interval '1 day' where account_id = $1`, [
    business.accountId,
  ])
  await world.eventually(async () =>
    expect((await business.call('GET', `/refunds?payment_id=${payment.id}`)).body.data).toMatchObject([
      { status: 'succeeded' },
    ]),
  )
  await simulate(world, `faults?account=${account}`, undefined, 'DELETE')
  expect((await atStripe(world, business, 'GET', '/v1/refunds')).data).toMatchObject([{ amount: 5_000 }])
})

it('an event of the other mode is not believed (case 73)', async () => {
  const business = await world.business()
  await paidUnseen(business)
  await inDatabase(world, 'update stripe_connections set livemode = true where account_id = $1', [
    business.accountId,
  ])
  expect(await deliver(business, 'payment_intent.succeeded')).toEqual(['answered 400'])
  expect(await count('stripe_events where account_id = $1', [business.accountId])).toBe(0)
})
