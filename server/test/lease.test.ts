// One lease per invoice: whoever pays it, charges it, refunds it or changes what it owes waits for their turn.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Answer,
  type Business,
  chargesAtStripe,
  confirmAtStripe,
  inDatabase,
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
  world = await startWorld({ TRUST_PROXY: 'on' })
}, 60_000)
afterAll(() => world?.stop())

const lines = (amount: number) => [{ description: 'Changed', quantity: '1', unit_amount: amount }]

/** Every verb of the office that moves money or changes what is owed, on an invoice of 120.00. */
const verbs: [string, (business: Business, id: string) => ReturnType<Business['call']>][] = [
  ['an edit', (business, id) => business.call('PATCH', `/invoices/${id}`, { lines: lines(9_000) })],
  ['a cancellation', (business, id) => business.call('POST', `/invoices/${id}/cancel`, {})],
  [
    'cash',
    (business, id) => business.call('POST', `/invoices/${id}/payments`, { amount: 2_000, method: 'cash' }),
  ],
  ['taking the link off', (business, id) => business.call('DELETE', `/invoices/${id}/payment_link`)],
  ['a new link', (business, id) => business.call('POST', `/invoices/${id}/payment_link/reset`)],
]

describe.concurrent('while another process is at the invoice', () => {
  it.each(verbs)('%s waits for its turn, and is done then', async (_, act) => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await holdLease(business, invoice.id, '700 milliseconds')
    const asked = act(business, invoice.id)
    expect((await business.call('GET', `/invoices/${invoice.id}`)).body.version).toBe(invoice.version)
    const answer = await asked
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
    expect(await leasesOf(business)).toEqual([])
  })

  it.each(verbs)('%s that waits too long is refused, and nothing is changed', async (_, act) => {
    const business = await world.business()
    const { id } = await sentInvoice(business)
    const before = (await business.call('GET', `/invoices/${id}`)).body
    await holdLease(business, id, '1 minute')
    const answer = await act(business, id)
    expect(answer).toMatchObject({ status: 409, body: { code: 'invoice_busy' } })
    expect((await business.call('GET', `/invoices/${id}`)).body).toEqual(before)
    expect((await business.call('GET', `/payments?invoice_id=${id}`)).body.data).toEqual([])
  })

  it('Pay waits, and nothing is asked of Stripe until its turn comes', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await holdLease(business, invoice.id, '700 milliseconds')
    const pressed = pressPay(invoice, {}, { 'x-forwarded-for': '192.0.2.1' })
    expect((await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body.data).toEqual([])
    expect((await pressed).status).toBe(200)
  })

  it('a refund that waits too long is refused, and nothing is given back', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await pay(world, business, invoice)
    const payment = await world.eventually(async () => {
      const { data } = (await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body
      expect(data).toMatchObject([{ status: 'succeeded' }])
      return data[0]
    })
    await holdLease(business, invoice.id, '1 minute')
    const refused = await business.call('POST', `/payments/${payment.id}/refunds`, { amount: 1_000 })
    expect(refused).toMatchObject({ status: 409, body: { code: 'invoice_busy' } })
    expect((await business.call('GET', `/refunds?invoice_id=${invoice.id}`)).body.data).toEqual([])
  })

  it('what Stripe says is booked all the same: facts wait for nobody', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    const { body } = await pressPay(invoice, {}, { 'x-forwarded-for': '192.0.2.2' })
    await holdLease(business, invoice.id, '1 minute')
    await confirmAtStripe(world, business, body.client_secret)
    await world.eventually(async () =>
      expect((await business.call('GET', `/invoices/${invoice.id}`)).body).toMatchObject({ status: 'paid' }),
    )
  })
})

describe.concurrent('in their turns', () => {
  it('Pay that is slow at Stripe and an edit: nothing is left to pay at the old amount', async () => {
    const business = await world.business()
    const invoice = await sentInvoice(business)
    await simulate(world, 'faults', {
      account: stripeAccountOf(business),
      kind: 'delay',
      method: 'POST',
      path: '/v1/payment_intents',
      delay_ms: 1_500,
      times: 1,
    })
    const pressed = pressPay(invoice, {}, { 'x-forwarded-for': '192.0.2.3' })
    await world.eventually(async () => expect(await leasesOf(business)).toHaveLength(1))
    const edited = await business.call('PATCH', `/invoices/${invoice.id}`, { lines: lines(9_000) })
    expect(edited).toMatchObject({ status: 200, body: { amount_due: 9_000 } })
    const { body } = await pressed
    const late = await confirmAtStripe(world, business, body.client_secret)
    expect(late.status).toBe(400)
    expect(await chargesAtStripe(world, business)).toEqual([])
  })

  it('ten part payments at once add up to the last cent, and the eleventh is refused', async () => {
    const business = await world.business()
    const { id } = await sentInvoice(business)
    async function record(): Promise<Answer> {
      const answer = await business.call('POST', `/invoices/${id}/payments`, {
        amount: 1_200,
        method: 'cash',
      })
      // On a slow machine the last of so many waits too long, and asks again as it was told to.
      return answer.body.code === 'invoice_busy' ? record() : answer
    }
    const answers = await Promise.all(Array.from({ length: 11 }, record))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(10).fill(201), 409])
    expect((await business.call('GET', `/invoices/${id}`)).body).toMatchObject({
      status: 'paid',
      amount_paid: 12_000,
      amount_due: 0,
    })
  })
})

/** As another process would, which is at the invoice for so long. */
async function holdLease(business: Business, invoiceId: string, howLong: string): Promise<void> {
  await inDatabase(
    world,
    `insert into leases (account_id, subject, holder, held_until) values ($1, $2, 'another process', now() + $3::interval)`,
    [business.accountId, invoiceId, howLong],
  )
}

async function leasesOf(business: Business): Promise<unknown[]> {
  return (await inDatabase(world, 'select subject from leases where account_id = $1', [business.accountId]))
    .rows
}
