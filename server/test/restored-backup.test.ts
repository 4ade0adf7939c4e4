import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  type Business,
  chargesAtStripe,
  inDatabase,
  pastTheGuards,
  pay,
  pressPay,
  sentInvoice,
  simulate,
  startWorld,
  stripeAccountOf,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  // The reconciler sleeps: what is shown is what Pay itself does.
  world = await startWorld(
    { RECONCILE_INTERVAL_SECONDS: '3600' },
    {
      provoked: {
        server_error: 'Stripe’s list of events fails once, on purpose',
        webhook_refused: 'what arrives while the clock is two days ahead is too old',
      },
    },
  )
}, 60_000)
afterAll(async () => world?.stop())

/** As if the books of before the payment had been restored so much later: no payment, no event, nobody caught up. */
async function restoreToBefore(business: Business, invoiceId: string, ago = '3 days'): Promise<void> {
  const account = business.accountId
  for (const statement of [
    `delete from outbox where account_id = '${account}'`,
    `delete from messages where account_id = '${account}' and payment_id is not null`,
    `delete from invoice_events where account_id = '${account}' and type ~ '^(payment|invoice.paid)'`,
    `delete from payments where account_id = '${account}'`,
    `delete from stripe_events where account_id = '${account}'`,
    `update stripe_connections set caught_up_at = now() - interval '${ago}', events_read_until = null where account_id = '${account}'`,
  ])
    await inDatabase(world, statement)
  await pastTheGuards(
    world,
    `delete from ledger_entries where account_id = '${account}' and fact <> 'invoice';
     update invoices set settled = 0, status = 'sent', paid_at = null where account_id = '${account}' and id = '${invoiceId}'`,
  )
}

describe('after a restored backup', () => {
  it.each(['3 days', '10 minutes'])(
    'trap 25: what was paid since, %s ago, is booked before anything is charged again',
    async (ago) => {
      const business = await world.business()
      const invoice = await sentInvoice(business)
      await pay(world, business, invoice)
      await world.eventually(async () =>
        expect((await business.call('GET', `/invoices/${invoice.id}`)).body.status).toBe('paid'),
      )
      await restoreToBefore(business, invoice.id, ago)
      expect((await business.call('GET', `/invoices/${invoice.id}`)).body.status).toBe('sent')

      expect((await pressPay(invoice)).body).toMatchObject({ code: 'invoice_not_payable' })

      expect((await business.call('GET', `/invoices/${invoice.id}`)).body).toMatchObject({
        status: 'paid',
        amount_paid: 12_000,
      })
      expect(await chargesAtStripe(world, business)).toHaveLength(1)
      expect((await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body.data).toMatchObject([
        { status: 'succeeded', amount: 12_000, unapplied: 0 },
      ])
    },
  )

  it('found by several who press Pay at once, it is booked once, and none of them stumbles', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const others = [await sentInvoice(business), await sentInvoice(business), await sentInvoice(business)]
    await pay(world, business, invoice)
    await world.eventually(async () =>
      expect((await business.call('GET', `/invoices/${invoice.id}`)).body.status).toBe('paid'),
    )
    await restoreToBefore(business, invoice.id)

    const [again, ...first] = await Promise.all([invoice, ...others].map((one) => pressPay(one)))

    expect(again!.body).toMatchObject({ code: 'invoice_not_payable' })
    for (const { body } of first) expect(body).toMatchObject({ client_secret: expect.any(String) })
    expect((await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body.data).toMatchObject([
      { status: 'succeeded', amount: 12_000 },
    ])
  })

  it('F14: the receipt of what was paid more than a day ago waits for the office, and goes out when it says so', async () => {
    const email = 'paid-before-the-fire@example.com'
    const business = await world.business()
    const invoice = await sentInvoice(business, { email })
    await pay(world, business, invoice)
    await world.eventually(() => expect(world.mailTo(email)).toHaveLength(2))
    await restoreToBefore(business, invoice.id)

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 86_400_000 })
    try {
      expect((await pressPay(invoice)).body).toMatchObject({ code: 'invoice_not_payable' })
    } finally {
      vi.useRealTimers()
    }
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body.status).toBe('paid')
    const letter = await world.eventually(async () => {
      const { data } = (await business.call('GET', '/dead_letters')).body
      expect(data).toMatchObject([
        {
          state: 'dead',
          last_error: expect.stringContaining('found only when these books'),
        },
      ])
      return data[0]
    })
    await world.eventually(() =>
      expect(world.mailTo(business.ownerEmail).map(({ subject }) => subject)).toHaveLength(2),
    )
    expect(world.mailTo(email)).toHaveLength(2)

    await business.call('POST', `/dead_letters/${letter.id}/retry`)
    await world.eventually(() => expect(world.mailTo(email)).toHaveLength(3))
    await world.eventually(async () =>
      expect((await business.call('GET', '/dead_letters')).body.data).toEqual([]),
    )
  })

  it('nothing is charged while Stripe cannot be asked what was paid since', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await restoreToBefore(business, invoice.id)
    await simulate(world, 'faults', {
      kind: 'error_before',
      method: 'GET',
      path: '/v1/events',
      account: stripeAccountOf(business),
      times: 3,
    })
    expect((await pressPay(invoice)).body).toMatchObject({ code: 'stripe_unavailable' })
    expect(await chargesAtStripe(world, business)).toHaveLength(0)
    expect((await pressPay(invoice)).body).toMatchObject({ client_secret: expect.any(String) })
  })

  it('another business’s payments at the same Stripe account are left alone', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await pay(world, business, invoice)
    const other = await world.business({ stripe: false })
    expect((await other.call('PUT', '/stripe_connection', business.stripeKeys)).status).toBe(200)
    const theirs = await sentInvoice(other)
    await restoreToBefore(other, theirs.id)
    expect((await pressPay(theirs)).body).toMatchObject({ client_secret: expect.any(String) })
    expect((await other.call('GET', '/payments')).body.data).toMatchObject([{ status: 'pending' }])
  })
})
