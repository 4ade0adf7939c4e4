// Inbox and outbox: what comes in is stored before it is answered and applied once; what goes out goes out at least once
// under one Message-ID; what fails too often waits in the app, where it is tried again.
import { createHmac } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../src/context.ts'
import { sendWaitingMessages } from '../src/features/notifications/retry-message.ts'
import { openDatabase } from '../src/platform/db/pool.ts'
import { type MoodyMailServer, startMoodyMailServer } from './moody-mail-server.ts'
import {
  type Answer,
  atStripe,
  type Business,
  inDatabase,
  pay,
  sentInvoice,
  simulate,
  startWorld,
  stripeAccountOf,
  type World,
} from './world.ts'

let world: World
let mail: MoodyMailServer
beforeAll(async () => {
  mail = await startMoodyMailServer()
  world = await startWorld(
    { SMTP_URL: mail.smtpUrl, TRUST_PROXY: 'on' },
    { provoked: { webhook_refused: 'an event that could not be stored is not acknowledged' } },
  )
  // What a full disk, or a fault of ours, does: writes to these tables fail for the accounts that are named.
  await inDatabase(
    world,
    `create table out_of_order (account_id text, of_table text);
     create function fail_for_some() returns trigger language plpgsql as $$ begin
       if exists (select 1 from out_of_order where account_id = new.account_id and of_table = tg_table_name)
       then raise exception 'no space left on device'; end if;
       return new; end $$;
     create trigger refunds_fail before insert on refunds for each row execute function fail_for_some();
     create trigger events_fail before insert on stripe_events for each row execute function fail_for_some();`,
  )
}, 60_000)
afterAll(async () => {
  await world?.stop()
  await mail?.close()
})

let customers = 0
/** A customer nobody else writes to. */
function fresh(): string {
  customers += 1
  return `customer${customers}@example.com`
}

describe.concurrent('the inbox', () => {
  it('an event that cannot be stored is not acknowledged, and counts when Stripe sends it again', async () => {
    const business = await world.business()
    const { connection, secret } = await endpointOf(business)
    await breakDown(business, 'stripe_events')
    const news = JSON.stringify(eventAbout('evt_1notstored', { id: 'pi_nobodys', object: 'payment_intent' }))
    expect(await deliver(connection, news, secret)).toBe(500)
    expect(await storedEvents(business)).toEqual([])
    await mend(business)
    expect(await deliver(connection, news, secret)).toBe(200)
    expect(await storedEvents(business)).toMatchObject([{ event_id: 'evt_1notstored' }])
  })

  it('one that cannot be applied is stored, answered, tried again, given up, and applied when somebody says so', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business, { email: fresh() })
    await pay(world, business, invoice)
    await breakDown(business, 'refunds')
    await refundAtStripe(business, invoice.id)
    await patiently(async () => {
      expect(await letters(business)).toContainEqual(
        expect.objectContaining({
          kind: 'inbox',
          state: 'waiting',
          text: 'News from Stripe: a refund was made',
          event: 'refund.created',
          invoice: { id: invoice.id, number: invoice.number },
          customer: { id: invoice.customer_id, name: 'Example Customer' },
          last_error: 'no space left on device',
          next_try_at: expect.any(String),
        }),
      )
    })
    expect(await storedEvents(business)).toContainEqual({
      event_id: expect.any(String),
      type: 'refund.created',
      applied: false,
    })

    const dead = await untilGivenUp(business)
    expect(dead.every((letter) => letter.attempts === 25 && letter.next_try_at === null)).toBe(true)
    await patiently(() =>
      expect(mail.heard(business.ownerEmail).map(({ subject }) => subject)).toEqual([
        `Invoice ${invoice.number} was paid`,
        `Something could not be done for invoice ${invoice.number}`,
      ]),
    )
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body.amount_refunded).toBe(0)

    await mend(business)
    const letter = dead.find(({ event }) => event === 'refund.created')!
    const retried = await business.call('POST', `/dead_letters/${letter.id}/retry`)
    expect(retried).toMatchObject({ status: 200, body: { id: letter.id, state: 'waiting' } })
    await patiently(async () => {
      expect((await business.call('GET', `/invoices/${invoice.id}`)).body.amount_refunded).toBe(2_500)
      expect((await letters(business)).map(({ id }) => id)).not.toContain(letter.id)
    })
    await business.call('POST', '/dead_letters/retry')
    await patiently(async () => expect(await letters(business)).toEqual([]))
    expect((await storedEvents(business)).every(({ applied }) => applied)).toBe(true)
    expect((await business.call('GET', `/refunds?invoice_id=${invoice.id}`)).body.data).toMatchObject([
      { amount: 2_500, status: 'succeeded' },
    ])
  })

  it('I6: twins with ids of their own that tell of one payment, all at once and again, have one effect', async () => {
    const business = await world.business()
    const email = fresh()
    const invoice = await sentInvoice(business, { email })
    await pay(world, business, invoice)
    const { connection, secret } = await endpointOf(business)
    const [told] = (await atStripe(world, business, 'GET', '/v1/events?type=payment_intent.succeeded')).data
    const twins = [1, 2, 3, 4].map((n) => JSON.stringify({ ...told, id: `evt_twin${n}` }))
    const answers = await Promise.all([...twins, ...twins].map((twin) => deliver(connection, twin, secret)))
    expect(answers).toEqual(answers.map(() => 200))
    await patiently(async () => {
      const stored = await storedEvents(business)
      expect(stored.filter(({ event_id }) => event_id.startsWith('evt_twin'))).toHaveLength(4)
      expect(stored.every(({ applied }) => applied)).toBe(true)
    })
    const timeline = (await business.call('GET', `/invoices/${invoice.id}/timeline`)).body.data
    const types = timeline.map(({ type }: { type: string }) => type)
    expect(types.filter((type: string) => /^(payment\.succeeded|invoice\.paid)$/.test(type))).toHaveLength(2)
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body).toMatchObject({
      status: 'paid',
      amount_paid: 12_000,
    })
    await outboxEmpty(business)
    expect(mail.heard(email)).toHaveLength(2)
    expect(mail.heard(business.ownerEmail)).toHaveLength(1)
  })
})

describe.concurrent('the outbox', () => {
  it('I18: a mail server that takes the mail and hangs up before it says so gets it again under the same Message-ID', async () => {
    const business = await world.business()
    const email = fresh()
    mail.be('hang_up', email)
    await sentInvoice(business, { email })
    await patiently(async () => {
      await hasten(business, 1)
      expect(mail.heard(email).length).toBeGreaterThan(2)
    })
    mail.be(null, email)
    await hasten(business, 1)
    await outboxEmpty(business)
    expect(new Set(mail.heard(email).map(({ messageId }) => messageId)).size).toBe(1)
    const [message] = (await business.call('GET', '/messages')).body.data
    expect(message).toMatchObject({ state: 'sent', to: [email] })
    expect(mail.heard(email)[0]!.messageId).toContain(message.id)
  })

  it('one that says yes and hangs up then gets it once', async () => {
    const business = await world.business()
    const email = fresh()
    mail.be('hang_up_after', email)
    await sentInvoice(business, { email })
    await outboxEmpty(business)
    expect(mail.heard(email)).toHaveLength(1)
  })

  it('of several recipients each is written to until theirs is taken, once, and who was refused is named', async () => {
    const business = await world.business()
    const [taken, greylisted, nobody] = [fresh(), fresh(), fresh()]
    mail.be('later', greylisted)
    mail.be('refuse', nobody)
    const invoice = await sentInvoice(business, {
      more: { recipients: { to: [taken, greylisted], cc: [nobody] } },
    })
    await patiently(async () => {
      expect(await letters(business)).toMatchObject([{ last_error: expect.stringContaining('Greylisted') }])
      expect(mail.heard(taken)).toHaveLength(1)
    })
    const tries = mail.tries(greylisted)
    await hasten(business, 1)
    await patiently(() => expect(mail.tries(greylisted)).toBeGreaterThan(tries))
    mail.be(null, greylisted)
    await hasten(business, 1)
    await outboxEmpty(business)
    expect(mail.heard(taken)).toHaveLength(1)
    expect(mail.heard(greylisted)).toHaveLength(1)
    expect(mail.heard(greylisted)[0]!.messageId).toBe(mail.heard(taken)[0]!.messageId)
    expect((await business.call('GET', '/messages')).body.data).toMatchObject([
      { state: 'sent', error: expect.stringContaining('550 5.1.1 No such mailbox here') },
    ])
    const { headline, findings } = (await business.call('GET', `/invoices/${invoice.id}/diagnosis`)).body
    expect(headline).toBe(`${nobody} did not get the e-mail.`)
    expect(findings[0]).toMatchObject({ code: 'mail_partly_refused', action: { kind: 'correct_address' } })
    const timeline = (await business.call('GET', `/invoices/${invoice.id}/timeline`)).body.data
    expect(timeline).toContainEqual(
      expect.objectContaining({ type: 'message.failed', data: expect.objectContaining({ to: [nobody] }) }),
    )
  })

  it('an e-mail that waits stands there with its next try, and “Try again” sends it once, however often it is pressed', async () => {
    const business = await world.business()
    const email = fresh()
    mail.be('later', email)
    const invoice = await sentInvoice(business, { email })
    await patiently(async () =>
      expect(await letters(business, `?invoice_id=${invoice.id}`)).toMatchObject([
        {
          kind: 'outbox',
          state: 'waiting',
          text: expect.stringMatching(`^E-mail to ${email}: .*${invoice.number}`),
          last_error: expect.stringContaining('Greylisted'),
          next_try_at: expect.any(String),
        },
      ]),
    )
    mail.be(null, email)
    const [message] = (await business.call('GET', '/messages')).body.data
    const [letter] = await letters(business)
    await Promise.all([
      business.call('POST', `/messages/${message.id}/retry`),
      business.call('POST', `/dead_letters/${letter!.id}/retry`),
      business.call('POST', `/messages/${message.id}/retry`),
    ])
    await outboxEmpty(business)
    expect(mail.heard(email)).toHaveLength(1)
  })

  it('“Try again”, pressed while the mail server says yes, changes nothing: it was sent, once', async () => {
    const business = await world.business()
    const email = fresh()
    mail.be('later', email)
    await sentInvoice(business, { email })
    await patiently(async () => expect(await letters(business)).toHaveLength(1))
    const [message] = (await business.call('GET', '/messages')).body.data
    const [letter] = await letters(business)
    mail.be(null, email)
    const inTheWay = new pg.Client({ connectionString: world.databaseUrl })
    await inTheWay.connect()
    await inTheWay.query('begin')
    await inTheWay.query('select from messages where id = $1 for update', [message.id])
    const blocked = async () =>
      (
        await inDatabase(
          world,
          `select from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'messages'`,
        )
      ).rowCount
    await business.call('POST', `/dead_letters/${letter!.id}/retry`)
    await patiently(async () => expect(await blocked()).toBe(1))
    expect(mail.heard(email)).toHaveLength(1)
    const pressed = business.call('POST', `/messages/${message.id}/retry`)
    // It waits as well; an answer at once would come from somebody who did not look.
    await Promise.race([pressed, patiently(async () => expect(await blocked()).toBe(2))])
    await inTheWay.query('commit')
    await inTheWay.end()
    expect((await pressed).body).toMatchObject({ state: 'sent' })
    await outboxEmpty(business)
    expect((await business.call('GET', '/messages')).body.data).toMatchObject([{ state: 'sent' }])
    expect(mail.heard(email)).toHaveLength(1)
  })

  it('what waited for a mail server to be set is queued once, though two servers start together', async () => {
    const business = await world.business()
    const email = fresh()
    await sentInvoice(business, { email })
    await outboxEmpty(business)
    await inDatabase(
      world,
      `update messages set state = 'queued', sent_at = null, delivered_to = '{}' where account_id = $1`,
      [business.accountId],
    )
    const db = openDatabase(world.databaseUrl, { size: 4, onIdleError: () => {} })
    const starting = { db, mailer: { configured: true } } as unknown as App
    await Promise.all([1, 2, 3, 4].map(() => sendWaitingMessages(starting)))
    await db.destroy()
    await outboxEmpty(business)
    expect(mail.heard(email)).toHaveLength(2)
  })

  it('one that is given up is told to the administrators once, and goes out when it is tried again', async () => {
    const business = await world.business()
    const emails = [fresh(), fresh()]
    for (const email of emails) {
      mail.be('later', email)
      await sentInvoice(business, { email })
    }
    await patiently(async () => expect(await letters(business)).toHaveLength(2))
    const dead = await untilGivenUp(business)
    expect(dead).toHaveLength(2)
    expect((await business.call('GET', '/dead_letters?state=dead&limit=1')).body).toMatchObject({
      data: [{ id: dead[0]!.id }],
      next_cursor: expect.any(String),
      counts: { dead: 2, waiting: 0 },
    })
    await patiently(() => expect(mail.heard(business.ownerEmail)).toHaveLength(1))
    const [told] = mail.heard(business.ownerEmail)
    expect(told).toMatchObject({ subject: expect.stringContaining('Something could not be done') })
    expect(told!.text).toContain('Greylisted, come back later')
    expect(told!.text).toContain(`${world.url}/settings/deliveries`)

    for (const email of emails) mail.be(null, email)
    expect((await business.call('POST', '/dead_letters/retry')).body).toEqual({ retried: 2 })
    await outboxEmpty(business)
    for (const email of emails) expect(mail.heard(email)).toHaveLength(1)
    expect(mail.heard(business.ownerEmail)).toHaveLength(1)
  })

  it('a notice of a dead letter that is itself given up has no notice of its own', async () => {
    const business = await world.business()
    const email = fresh()
    mail.be('later', email)
    mail.be('later', business.ownerEmail)
    await sentInvoice(business, { email })
    await untilGivenUp(business)
    await patiently(async () => expect(await letters(business)).toHaveLength(2))
    await untilGivenUp(business)
    await patiently(async () => {
      const { rows } = await inDatabase(
        world,
        `select count(*)::int as n from outbox where account_id = $1 and event ->> 'type' = 'letter.died' and finished_at is null`,
        [business.accountId],
      )
      expect(rows[0].n).toBe(0)
    })
    const { data } = (await business.call('GET', '/messages')).body
    expect(data.filter(({ kind }: { kind: string }) => kind === 'dead_letter')).toHaveLength(1)
  })

  it('what kills its worker every time is given up as well', async () => {
    const business = await world.business()
    const email = fresh()
    mail.be('later', email)
    await sentInvoice(business, { email })
    await patiently(async () => expect(await letters(business)).toHaveLength(1))
    await hasten(business, 25)
    await patiently(async () =>
      expect(await letters(business, '?state=dead')).toMatchObject([
        { last_error: expect.stringContaining('never came to an end') },
      ]),
    )
  })
})

describe('dead letters', () => {
  it('belong to their account: another’s are not seen, and not tried', async () => {
    const [business, other] = [await world.business(), await world.business()]
    const email = fresh()
    mail.be('later', email)
    const invoice = await sentInvoice(business, { email })
    await patiently(async () => expect(await letters(business)).toHaveLength(1))
    const [letter] = await untilGivenUp(business)
    expect(await letters(other, `?invoice_id=${invoice.id}`)).toEqual([])
    expect(await other.call('POST', `/dead_letters/${letter!.id}/retry`)).toMatchObject({ status: 404 })
    expect((await other.call('POST', '/dead_letters/retry')).body).toEqual({ retried: 0 })
    expect(await letters(business, '?state=dead')).toMatchObject([{ id: letter!.id, attempts: 25 }])
  })
})

/** Drawing a PDF takes its time on a busy machine. */
function patiently<T>(check: () => Promise<T> | T): Promise<T> {
  return world.eventually(check, 25_000)
}

interface Letter {
  id: string
  event: string
  attempts: number
  next_try_at: string | null
}

async function letters(business: Business, query = ''): Promise<Letter[]> {
  const { status, body } = await business.call('GET', `/dead_letters${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body.data
}

/** As if all but the last of its tries had been made, and the time for that one had come. */
async function hasten(business: Business, attempts = 24): Promise<void> {
  await inDatabase(
    world,
    `update outbox set attempts = $2, run_at = now()
     where account_id = $1 and finished_at is null and last_error is not null and lease_until is null and run_at < 'infinity'`,
    [business.accountId, attempts],
  )
}

function untilGivenUp(business: Business): Promise<Letter[]> {
  return patiently(async () => {
    await hasten(business)
    expect(await letters(business, '?state=waiting')).toEqual([])
    const dead = await letters(business, '?state=dead')
    expect(dead).not.toEqual([])
    return dead
  })
}

/** Nothing is left to follow anything. */
async function outboxEmpty(business: Business): Promise<void> {
  await patiently(async () => {
    await business.call('POST', '/dead_letters/retry')
    const { rows } = await inDatabase(
      world,
      `select event, last_error from outbox where account_id = $1 and finished_at is null`,
      [business.accountId],
    )
    expect(rows).toEqual([])
  })
}

async function breakDown(business: Business, table: 'refunds' | 'stripe_events'): Promise<void> {
  await inDatabase(world, 'insert into out_of_order values ($1, $2)', [business.accountId, table])
}

async function mend(business: Business): Promise<void> {
  await inDatabase(world, 'delete from out_of_order where account_id = $1', [business.accountId])
}

async function refundAtStripe(business: Business, invoiceId: string): Promise<void> {
  const [payment] = (await business.call('GET', `/payments?invoice_id=${invoiceId}`)).body.data
  await simulate(world, 'refund', {
    account: stripeAccountOf(business),
    payment_intent: payment.stripe_payment_intent,
    amount: 2_500,
  })
}

async function storedEvents(
  business: Business,
): Promise<{ event_id: string; type: string; applied: boolean }[]> {
  const { rows } = await inDatabase(
    world,
    'select event_id, type, applied_at is not null as applied from stripe_events where account_id = $1',
    [business.accountId],
  )
  return rows
}

/** Our endpoint, and the secret it is signed with: a repeat under the key it was made with tells it once more. */
async function endpointOf(business: Business): Promise<{ connection: string; secret: string }> {
  const connection = (await business.call('GET', '/stripe_connection')).body.id
  const [endpoint] = (await atStripe(world, business, 'GET', '/v1/webhook_endpoints')).data
  const again = await fetch(`${world.simulatorUrl}/v1/webhook_endpoints`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${business.stripeKeys.secret_key}`,
      'stripe-version': '2026-10-28.endive',
      'idempotency-key': `${connection}:webhook`,
    },
    body: new URLSearchParams([
      ['url', endpoint.url],
      ...endpoint.enabled_events.map((event: string, index: number) => [`enabled_events[${index}]`, event]),
      ['api_version', endpoint.api_version],
      ['description', 'Quittance'],
      ['metadata[quittance_account]', business.accountId],
      ['metadata[generation]', '1'],
    ]),
  })
  const { secret } = (await again.json()) as { secret: string }
  expect(secret).toMatch(/^whsec_/)
  return { connection, secret }
}

function eventAbout(id: string, object: object): object {
  return {
    id,
    object: 'event',
    type: 'payment_intent.succeeded',
    livemode: false,
    created: 1_767_225_600,
    api_version: '2026-10-28.endive',
    data: { object },
  }
}

async function deliver(connection: string, body: string, secret: string): Promise<Answer['status']> {
  const at = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
  const response = await fetch(`${world.url}/webhooks/stripe/${connection}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${signature}` },
  })
  return response.status
}
