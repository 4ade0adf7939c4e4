// The doctor finds what is broken, names it, and what it names stands still while everything else goes on.
import { readdirSync, readFileSync } from 'node:fs'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../src/database.ts'
import { findBreaches } from '../src/features/doctor/find-breaches.ts'
import { debit, ibans } from './payment-forms.ts'
import {
  type Answer,
  type Business,
  chargesAtStripe,
  confirmAtStripe,
  inDatabase,
  pastTheGuards,
  pay,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  type World,
} from './world.ts'

let world: World
let db: Kysely<Database>
beforeAll(async () => {
  world = await startWorld({ DOCTOR_INTERVAL_SECONDS: '0.5' })
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 2 })
  db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}, 60_000)
afterAll(async () => {
  await db?.destroy()
  await world?.stop()
})

it('finds nothing in a business that lived through everything', async () => {
  const business = await world.business()
  const paid = await sentInvoice(business)
  await pay(world, business, paid)
  const [payment] = (await business.call('GET', `/payments?invoice_id=${paid.id}`)).body.data
  expect((await business.call('POST', `/payments/${payment.id}/refunds`, { amount: 500 })).status).toBe(201)
  await sentInvoice(business, { amount: 0, link: false })
  const edited = await sentInvoice(business)
  const freed = { lines: [{ description: 'On the house', quantity: '1', unit_amount: 0 }] }
  expect((await business.call('PATCH', `/invoices/${edited.id}`, freed)).body).toMatchObject({
    status: 'paid',
  })
  const cancelled = await sentInvoice(business)
  expect((await business.call('POST', `/invoices/${cancelled.id}/cancel`)).status).toBe(200)
  await world.eventually(() => expect(world.mailTo(business.ownerEmail).length).toBeGreaterThan(0))

  expect(await findBreaches(db)).toEqual([])
})

describe('names what is broken, and where', () => {
  /** A business with an invoice paid through Stripe and refunded in part; `{invoice}` and so on stand for its ids. */
  let ids: Record<string, string>
  beforeAll(async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await pay(world, business, invoice)
    const [payment] = (await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body.data
    const refund = (await business.call('POST', `/payments/${payment.id}/refunds`, { amount: 500 })).body
    await world.eventually(() => everythingToldOf(business, invoice.id))
    await world.eventually(() => feeToldOf(business, payment.id))
    ids = {
      account: business.accountId,
      invoice: invoice.id,
      payment: payment.id,
      refund: refund.id,
      number: invoice.number,
    }
  })

  async function everythingToldOf(business: Business, invoiceId: string): Promise<void> {
    const { data } = (await business.call('GET', `/invoices/${invoiceId}/timeline`)).body
    const told = data.map((entry: Answer['body']) => entry.data.kind ?? entry.type)
    expect(told).toEqual(expect.arrayContaining(['receipt', 'payment_notification', 'refund.succeeded']))
  }

  async function feeToldOf(business: Business, paymentId: string): Promise<void> {
    expect((await business.call('GET', `/payments/${paymentId}`)).body.fee).toBe(378)
  }

  /** What the doctor says of this business after the damage, which is then undone. */
  async function foundAfter(
    damage: string,
  ): Promise<{ invariant: string; invoice_id: string | null; what: string }[]> {
    let found: Awaited<ReturnType<typeof findBreaches>> = []
    const undo = new Error('undo')
    await db
      .transaction()
      .execute(async (tx) => {
        await sql
          .raw(
            'alter table invoice_events disable trigger user; alter table invoice_revisions disable trigger user',
          )
          .execute(tx)
        await sql.raw(filled(damage)).execute(tx)
        found = await findBreaches(tx)
        throw undo
      })
      .catch((error) => expect(error).toBe(undo))
    return found.filter(({ account_id }) => account_id === ids['account'])
  }
  const filled = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, name) => ids[name]!)

  it.each([
    [
      'I1',
      `update invoices set total = total + 1 where id = '{invoice}'`,
      'The total is 12001, its lines add up to 12000',
    ],
    [
      'R5',
      `update invoices set status = 'sent' where id = '{invoice}'`,
      'The status is sent, by the facts it is paid',
    ],
    [
      'I3',
      `update invoices set settled = settled - 1 where id = '{invoice}'`,
      'It says that 11999 is settled, its payments say 12000',
    ],
    [
      'I3',
      `update invoices set withdrawn = 7 where id = '{invoice}'`,
      'It says that banks took back 7, its disputes say 0',
    ],
    [
      'I5',
      `insert into ledger_entries select (jsonb_populate_record(e, '{"ledger_account":"cash"}')).* from ledger_entries e where cause = '{payment}:succeeded' and ledger_account = 'receivable'`,
      'The posting {payment}:succeeded is -12000 eur out of balance',
    ],
    [
      'I4',
      `insert into ledger_entries select (jsonb_populate_record(e, jsonb_build_object('cause', 'twin', 'amount', e.amount))).* from ledger_entries e where cause = '{payment}:succeeded'`,
      'It says settled 12000, refunded 500, taken back 0; the ledger says 24000, 500, 0',
    ],
    [
      'I4',
      `insert into ledger_entries select (jsonb_populate_record(e, '{"cause":"twin"}')).* from ledger_entries e where fact = 'invoice' and invoice_id = '{invoice}'`,
      'It claims 12000 eur, the ledger says 24000',
    ],
    [
      'I24',
      `update refunds set amount = 400 where id = '{refund}'`,
      'Of {payment} 11222 eur is left, the ledger says 11122',
    ],
    [
      'I6',
      `insert into invoice_events select (jsonb_populate_record(e, '{"id":"evt_twin","seq":99,"dedupe_key":null}')).* from invoice_events e where type = 'payment.succeeded' and invoice_id = '{invoice}'`,
      'The timeline says 2 times that {payment} succeeded',
    ],
    [
      'I8',
      `update payments set amount = amount + 1 where id = '{payment}'`,
      '{payment} took 12001, of which 12000 is applied and 0 to be given back',
    ],
    [
      'I8',
      `update payments set status = 'failed' where id = '{payment}'`,
      '{payment} is failed, yet 12000 of it is booked',
    ],
    [
      'I9',
      `update payments set closed_at = null where id = '{payment}'`,
      '{payment} can still collect 12000, due is 0 (paid)',
    ],
    [
      'I10',
      `update payments set currency = 'usd' where id = '{payment}'`,
      '{payment} settles in usd an invoice in eur',
    ],
    [
      'I10',
      `update payments set currency = 'usd' where id = '{payment}'`,
      '{payment} is booked as 12000 usd, Stripe said 12000 eur',
    ],
    [
      'I10',
      `update refunds set currency = 'usd' where id = '{refund}'`,
      '{refund} gives back usd of a payment in eur, or of another invoice',
    ],
    [
      'I12',
      `delete from invoice_events where type = 'invoice.paid' and invoice_id = '{invoice}'`,
      'It is paid, and the timeline does not say who paid it',
    ],
    [
      'I12',
      `delete from invoice_events where type = 'invoice.sent' and invoice_id = '{invoice}'`,
      'It is paid, and the timeline does not say who issued it',
    ],
    [
      'I12',
      `delete from invoice_events where type = 'payment.succeeded' and invoice_id = '{invoice}'`,
      '{payment} succeeded, and the timeline does not say so',
    ],
    [
      'I12',
      `delete from invoice_events where type like 'refund.%' and invoice_id = '{invoice}'`,
      '{refund} is succeeded, and the timeline does not say so',
    ],
    [
      'I14',
      `update payments set livemode = true where id = '{payment}'`,
      '{payment} is at a Stripe account or mode that its connection is not',
    ],
    ['I15', `update invoices set number = null where id = '{invoice}'`, 'It was issued without a number'],
    [
      'I15',
      `update invoice_counters set last = last + 1 where account_id = '{account}'`,
      /^The number INV-\d{4}-0002 was given to no invoice$/,
    ],
    [
      'I15',
      `update invoice_counters set last = 0 where account_id = '{account}'`,
      'The number {number} is beyond the counter, which will give it again',
    ],
    [
      'I16',
      `delete from invoice_revisions where invoice_id = '{invoice}'`,
      'It was sent as revision 1, and 0 revisions are kept',
    ],
    [
      'I17',
      `update messages set payment_id = 'pay_none' where kind = 'receipt' and payment_id = '{payment}'`,
      /^The mail em_\w+ \(receipt\) tells of a payment that did not succeed$/,
    ],
    [
      'I18',
      `update messages set state = 'queued' where payment_id = '{payment}' and kind = 'receipt'; delete from outbox where account_id = '{account}'`,
      /^The mail em_\w+ \(receipt\) waits, and nothing will send it$/,
    ],
    [
      'I19',
      `insert into messages select (jsonb_populate_record(m, '{"id":"em_twin","dedupe_key":null}')).* from messages m where kind = 'receipt' and payment_id = '{payment}'`,
      'The mail about {payment} (receipt) was written 2 times to customer@example.com',
    ],
    [
      'I21',
      `delete from payment_link_tokens where invoice_id = '{invoice}'`,
      'Its payment link has 0 addresses',
    ],
    [
      'I22',
      `update payments set amount_refunded = 600 where id = '{payment}'`,
      '{payment} says that 600 of 12000 is refunded, its refunds say 500',
    ],
    [
      'I22',
      `update invoices set refunded = 0 where id = '{invoice}'`,
      'It says that 0 is refunded, its payments say 500',
    ],
    [
      'R48',
      `alter table stripe_connections drop constraint simulated_belongs_to_tours; update stripe_connections set provider = 'simulated' where account_id = '{account}'`,
      '{payment} was taken by a pretend Stripe for a real business, or the other way round',
    ],
  ] as const)('%s: %s', async (invariant, damage, what) => {
    const found = await foundAfter(damage)
    const said = found.filter((one) => one.invariant === invariant)
    expect(said.map((one) => one.what)).toContainEqual(
      typeof what === 'string' ? filled(what) : expect.stringMatching(what),
    )
    for (const one of said) expect([ids['invoice'], null]).toContain(one.invoice_id)
  })
})

describe('a timeline that was tampered with', () => {
  /** The entries of an invoice with at least five, in order. */
  async function timeline(): Promise<{ invoiceId: string; ids: string[] }> {
    const business = await world.business({ stripe: false })
    const invoice = await sentInvoice(business, { link: false })
    await business.call('PATCH', `/invoices/${invoice.id}`, { note: 'Thank you' })
    for (const amount of [100, 200])
      await business.call('POST', `/invoices/${invoice.id}/payments`, { amount, method: 'cash' })
    await world.eventually(async () =>
      expect((await told(invoice.id)).map(({ type }) => type)).toContain('message.sent'),
    )
    return { invoiceId: invoice.id, ids: (await told(invoice.id)).map(({ id }) => id) }
  }

  async function told(invoiceId: string): Promise<{ id: string; type: string }[]> {
    const { rows } = await inDatabase(
      world,
      'select id, type from invoice_events where invoice_id = $1 order by seq',
      [invoiceId],
    )
    return rows
  }

  /** As somebody with the database in their hands would: with the triggers switched off meanwhile. */
  async function tamper(statement: string, values: unknown[]): Promise<void> {
    const client = new pg.Client({ connectionString: world.databaseUrl })
    await client.connect()
    try {
      await client.query('begin')
      await client.query('alter table invoice_events disable trigger user')
      expect((await client.query(statement, values)).rowCount).toBeGreaterThan(0)
      await client.query('alter table invoice_events enable trigger user')
      await client.query('commit')
    } finally {
      await client.end()
    }
  }

  async function foundAt(invoiceId: string): Promise<string[]> {
    const breaches = await findBreaches(db)
    expect(breaches.filter((one) => one.invoice_id !== invoiceId && !tampered.has(one.invoice_id))).toEqual(
      [],
    )
    tampered.add(invoiceId)
    return breaches
      .filter((one) => one.invoice_id === invoiceId && one.invariant === 'timeline')
      .map(({ what }) => what)
  }
  const tampered = new Set<string | null>()

  it('is protected from those who do not try hard', async () => {
    const { ids } = await timeline()
    await expect(
      inDatabase(world, `update invoice_events set type = 'invoice.viewed' where id = $1`, [ids[0]]),
    ).rejects.toThrow('invoice_events is append-only')
  })

  it.each([
    ['what it says', `data = '{"amount":1}'`],
    ['what happened', `type = 'invoice.viewed'`],
    ['who did it', `actor = '{"type":"system"}'`],
    ['when', `at = at - interval '1 microsecond'`],
  ])('names the entry that was changed: %s', async (_, change) => {
    const { invoiceId, ids } = await timeline()
    await tamper(`update invoice_events set ${change} where id = $1`, [ids[2]])
    expect(await foundAt(invoiceId)).toEqual([
      expect.stringMatching(new RegExp(`^Entry 3 of its timeline, ${ids[2]} .* is not what was written$`)),
    ])
  })

  it('names the entry after one that was changed together with its hash', async () => {
    const { invoiceId, ids } = await timeline()
    await tamper(`update invoice_events set data = '{}' where id = $1`, [ids[1]])
    await tamper(
      `update invoice_events e set hash = timeline_hash((select hash from invoice_events b where b.invoice_id = e.invoice_id and b.seq = e.seq - 1), e) where id = $1`,
      [ids[1]],
    )
    expect(await foundAt(invoiceId)).toEqual([expect.stringContaining(`Entry 3 of its timeline, ${ids[2]} `)])
  })

  it('names what was taken out of the middle', async () => {
    const { invoiceId, ids } = await timeline()
    await tamper('delete from invoice_events where id = any($1)', [[ids[1], ids[2]]])
    expect(await foundAt(invoiceId)).toEqual([`Of its timeline entries 2 to 3 are missing, before ${ids[3]}`])
  })

  it('names what was cut off the end, and still does after the next entry', async () => {
    const { invoiceId, ids } = await timeline()
    const last = ids.length
    await tamper('delete from invoice_events where id = $1', [ids.at(-1)])
    expect(await foundAt(invoiceId)).toEqual([
      `Of its timeline entries ${last} to ${last} are missing, at the end`,
    ])

    await addEntry(invoiceId)
    const added = (await told(invoiceId)).at(-1)!.id
    expect(await foundAt(invoiceId)).toEqual([
      `Of its timeline entries ${last} to ${last} are missing, before ${added}`,
    ])
  })

  it('names two entries that changed places', async () => {
    const { invoiceId, ids } = await timeline()
    await tamper('update invoice_events set seq = -seq where id = any($1)', [[ids[1], ids[2]]])
    await tamper('update invoice_events set seq = case id when $1 then 3 else 2 end where id = any($2)', [
      ids[1],
      [ids[1], ids[2]],
    ])
    const found = await foundAt(invoiceId)
    expect(found).toContainEqual(expect.stringContaining(`Entry 2 of its timeline, ${ids[2]} `))
    expect(found).toContainEqual(expect.stringContaining(`Entry 3 of its timeline, ${ids[1]} `))
  })

  it('names an entry that was put in, at the end or between', async () => {
    const atTheEnd = await timeline()
    const forged = (seq: string) =>
      `insert into invoice_events (account_id, invoice_id, id, type, actor, data, seq, hash)
       select account_id, invoice_id, 'evt_forged' || right(id, 6), 'invoice.viewed', '{"type":"payer"}', '{}', ${seq}, sha256('') from invoice_events where id = $1`
    await tamper(forged('seq + 1'), [atTheEnd.ids.at(-1)])
    expect(await foundAt(atTheEnd.invoiceId)).toContainEqual(
      expect.stringMatching(/was put there past the product$/),
    )

    const between = await timeline()
    await tamper('update invoice_events set seq = -seq - 1 where invoice_id = $1 and seq > 2', [
      between.invoiceId,
    ])
    await tamper('update invoice_events set seq = -seq where invoice_id = $1 and seq < 0', [
      between.invoiceId,
    ])
    await tamper(forged('3'), [between.ids[1]])
    expect(await foundAt(between.invoiceId)).toContainEqual(
      expect.stringMatching(/^Entry 3 of its timeline, evt_forged/),
    )
  })

  it('is seen where the head was moved or removed, and the story still goes on', async () => {
    const toEntryTwo = `update timeline_heads h set (entries, hash) = (
      select seq, hash from invoice_events e where e.invoice_id = h.invoice_id and seq = 2)`
    for (const lie of [toEntryTwo, 'delete from timeline_heads h']) {
      const { invoiceId } = await timeline()
      await tamper(`${lie} where h.invoice_id = $1`, [invoiceId])
      expect(await foundAt(invoiceId)).toHaveLength(1)
      await addEntry(invoiceId)
      expect(await foundAt(invoiceId)).toHaveLength(1)
    }
  })

  /** As the product does, whatever the state of the chain. */
  async function addEntry(invoiceId: string): Promise<void> {
    await inDatabase(
      world,
      `insert into invoice_events (account_id, invoice_id, id, type, actor)
       select account_id, id, 'evt_next' || right(id, 12), 'invoice.viewed', '{"type":"payer"}' from invoices where id = $1`,
      [invoiceId],
    )
  }
})

describe('an invoice with a breach', () => {
  const read = async (business: Business, id: string) => (await business.call('GET', `/invoices/${id}`)).body

  async function damage(business: Business, id: string, column = 'settled'): Promise<void> {
    await pastTheGuards(world, `update invoices set ${column} = ${column} + 1 where id = '${id}'`)
    await world.eventually(async () => expect((await read(business, id)).hold).not.toBeNull())
  }
  async function mend(business: Business, id: string): Promise<void> {
    await pastTheGuards(world, `update invoices set settled = settled - 1 where id = '${id}'`)
    await world.eventually(async () => expect((await read(business, id)).hold).toBeNull())
  }

  it('is held and refuses, its neighbour goes on, and once mended it is free again (F16)', async () => {
    const business = await world.business()
    const [held, neighbour] = [await sentInvoice(business), await sentInvoice(business)]
    const draft = (await business.call('POST', `/invoices/${held.id}/duplicate`)).body
    await business.call('POST', `/invoices/${held.id}/payments`, { amount: 2_000, method: 'cash' })
    const [payment] = (await business.call('GET', `/payments?invoice_id=${held.id}`)).body.data
    await damage(business, held.id)
    await damage(business, draft.id)

    const line = { description: 'More', quantity: '1', unit_amount: 100 }
    for (const [method, path, body] of [
      ['PATCH', `/invoices/${draft.id}`, { lines: [line] }],
      ['POST', `/invoices/${draft.id}/send`, undefined],
      ['POST', `/invoices/${draft.id}/mark_sent`, undefined],
      ['DELETE', `/invoices/${draft.id}`, undefined],
      ['POST', `/invoices/${held.id}/cancel`, undefined],
      ['POST', `/invoices/${held.id}/payments`, { amount: 100, method: 'cash' }],
      ['POST', `/payments/${payment.id}/refunds`, { amount: 100 }],
    ] as const)
      expect([path, (await business.call(method, path, body)).body]).toEqual([
        path,
        expect.objectContaining({ status: 409, code: 'invoice_held' }),
      ])
    const page = await fetch(held.payment_link.url)
    expect(page.status).toBe(200)
    const text = await page.text()
    expect(text).toContain('is being checked')
    expect(text).not.toMatch(/€|120[.,]00|js\.stripe|stripe\.js/)
    expect((await pressPay({ ...held, amount_due: 10_000 })).body).toMatchObject({
      status: 409,
      code: 'invoice_held',
    })
    const shown = (await business.call('GET', `/invoices/${held.id}`)).body
    expect(shown).toMatchObject({
      flags: expect.arrayContaining(['held']),
      hold: {
        breaches: expect.arrayContaining([
          { invariant: 'I3', what: 'It says that 2001 is settled, its payments say 2000' },
        ]),
      },
    })
    const listed = (await business.call('GET', '/invoices?flag=held')).body.data
    expect(listed.map(({ id }: { id: string }) => id).toSorted()).toEqual([draft.id, held.id].toSorted())

    expect(await pay(world, business, neighbour)).toContain('data-outcome="succeeded"')
    await mend(business, held.id)
    expect((await business.call('POST', `/payments/${payment.id}/refunds`, { amount: 100 })).status).toBe(201)
    expect(await pay(world, business, { ...held, amount_due: 10_000 })).toContain('data-outcome="succeeded"')
    await mend(business, draft.id)
  })

  it('is told of once, to whoever runs the business, and stands in its timeline', async () => {
    const business = await world.business({ stripe: false })
    const invoice = await sentInvoice(business, { link: false })
    await damage(business, invoice.id)
    await mend(business, invoice.id)
    await damage(business, invoice.id)
    const mails = await world.eventually(() => {
      const arrived = world.mailTo(business.ownerEmail)
      expect(arrived.map(({ subject }) => subject)).toEqual([
        `Please look at invoice ${invoice.number}: something does not fit`,
        `Please look at invoice ${invoice.number}: something does not fit`,
      ])
      return arrived
    })
    expect(mails[0]!.text).toContain('It says that 1 is settled, its payments say 0')
    await mend(business, invoice.id)
    const { data } = (await business.call('GET', `/invoices/${invoice.id}/timeline`)).body
    expect(
      data.map(({ type }: { type: string }) => type).filter((type: string) => /held|released/.test(type)),
    ).toEqual(['invoice.held', 'invoice.released', 'invoice.held', 'invoice.released'])
  })

  it('cannot be paid by a form that was open; a debit under way is booked all the same', async () => {
    const business = await world.business()
    const [stopped, underWay] = [await sentInvoice(business), await sentInvoice(business)]
    const open = (await pressPay(stopped)).body.client_secret
    await confirmAtStripe(
      world,
      business,
      (await pressPay(underWay)).body.client_secret,
      debit(ibans.succeedsLater),
    )
    await world.eventually(async () =>
      expect((await read(business, underWay.id)).flags).toContain('processing'),
    )
    await damage(business, stopped.id)
    await damage(business, underWay.id, 'withdrawn')

    await world.eventually(async () => {
      const { body } = await confirmAtStripe(world, business, open)
      expect(body.error).toMatchObject({ code: 'payment_intent_unexpected_state' })
    })
    await simulate(world, 'clock', { advance_seconds: 300 })
    await world.eventually(async () =>
      expect(await read(business, underWay.id)).toMatchObject({
        status: 'paid',
        amount_paid: 12_000,
        // Its sums were written anew, from the ledger.
        amount_withdrawn: 0,
        flags: [],
      }),
    )
    expect(await chargesAtStripe(world, business)).toMatchObject([{ amount: 12_000, status: 'succeeded' }])
    await mend(business, stopped.id)
  })
})

it('keeps one chain when many write to a timeline at once', async () => {
  const business = await world.business({ stripe: false })
  const invoice = await sentInvoice(business, { link: false })
  await Promise.all(
    Array.from({ length: 8 }, () =>
      business.call('POST', `/invoices/${invoice.id}/payments`, { amount: 100, method: 'cash' }),
    ),
  )
  const { rows } = await inDatabase(
    world,
    'select seq from invoice_events where invoice_id = $1 order by seq',
    [invoice.id],
  )
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1))
  expect((await findBreaches(db)).filter((one) => one.invoice_id === invoice.id)).toEqual([])
})

it('chains the timelines of before the chain, in the order in which they were shown', async () => {
  const folder = new URL('../migrations/', import.meta.url)
  const files = readdirSync(folder).toSorted()
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 1, options: '-c search_path=before' })
  const before = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  try {
    await pool.query('create schema before')
    for (const file of files.filter((name) => name < '0009')) await apply(file)
    await pool.query(`
      insert into accounts (id, kind, name, currency, time_zone) values ('acct_1', 'business', 'Example Ltd', 'eur', 'UTC');
      insert into customers (account_id, id, name) values ('acct_1', 'cus_1', 'Example Customer');
      insert into invoices (account_id, id, customer_id, customer_name, currency, issue_date, due_date, content, totals, total, status)
        select 'acct_1', 'inv_' || n, 'cus_1', 'Example Customer', 'eur', '2026-01-01', '2026-01-15', '{}', '{"total":5}', 5, 'draft' from generate_series(1, 3) n;
      insert into invoice_events (account_id, invoice_id, id, type, actor, at)
        select 'acct_1', 'inv_' || n % 2 + 1, 'evt_' || n, case when n > 2 then 'invoice.viewed' else 'invoice.created' end, '{"type":"system"}', '2026-01-01'::timestamptz + n * interval '1 hour'
        from generate_series(1, 7) n;
      insert into invoice_events (account_id, invoice_id, id, type, actor) values ('acct_1', 'inv_3', 'evt_8', 'invoice.created', '{}')`)
    for (const file of files.filter((name) => name >= '0009')) await apply(file)

    const { rows } = await pool.query(
      `select seq, id from invoice_events where invoice_id = 'inv_2' order by seq`,
    )
    expect(rows).toEqual([1, 3, 5, 7].map((n, index) => ({ seq: index + 1, id: `evt_${n}` })))
    expect(await findBreaches(before)).toEqual([])
  } finally {
    await before.destroy()
  }

  async function apply(file: string): Promise<void> {
    await pool.query(readFileSync(new URL(file, folder), 'utf8'))
  }
})
