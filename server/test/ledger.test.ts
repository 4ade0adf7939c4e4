// The ledger (I4, I5, I24): what each thing that happens to an invoice posts, held against Stripe's own balance.
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
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
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world?.stop())

/** What each ledger account of the business adds up to, minor units; those that are zero left out. */
async function ledgerOf(business: Business): Promise<Record<string, number>> {
  const { rows } = await inDatabase(
    world,
    `select ledger_account, sum(amount)::int as sum from ledger_entries where account_id = $1 group by 1 having sum(amount) <> 0`,
    [business.accountId],
  )
  return Object.fromEntries(rows.map(({ ledger_account, sum }) => [ledger_account, sum]))
}

/** What Stripe says lies in the account, minor units. */
async function balanceAtStripe(business: Business): Promise<number> {
  const { available, pending } = await atStripe(world, business, 'GET', '/v1/balance')
  return [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0)
}

async function paymentOf(business: Business, invoice: { id: string }) {
  const { data } = (await business.call('GET', `/payments?invoice_id=${invoice.id}`)).body
  return data[0]
}

it('card, part of it given back, a dispute that is lost: the ledger holds what Stripe holds, fees and all', async () => {
  const business = await world.business()
  const account = stripeAccountOf(business)
  const given = await sentInvoice(business)
  const taken = await sentInvoice(business, { amount: 5_000 })
  expect(await ledgerOf(business)).toEqual({ receivable: 17_000, sales: -17_000 })
  await pay(world, business, given)
  await pay(world, business, taken)
  const payment = await world.eventually(async () => {
    const now = await paymentOf(business, given)
    expect(now).toMatchObject({ fee: 378, fee_currency: 'eur' })
    expect(await paymentOf(business, taken)).toMatchObject({ fee: 175 })
    return now
  })
  expect(await ledgerOf(business)).toEqual({ sales: -17_000, stripe_balance: 16_447, fees: 553 })
  await business.call('POST', `/payments/${payment.id}/refunds`, { amount: 2_000 })
  const lost = await simulate(world, 'dispute', {
    account,
    payment_intent: (await paymentOf(business, taken)).stripe_payment_intent,
  })
  await simulate(world, 'dispute', { account, dispute: lost.dispute ?? lost.id, outcome: 'lost' })
  await world.eventually(async () => {
    expect(await ledgerOf(business)).toEqual({
      sales: -17_000,
      stripe_balance: await balanceAtStripe(business),
      fees: expect.any(Number),
      refunds: 2_000,
      disputes: 5_000,
    })
    expect(await ledgerOf(business)).toMatchObject({ fees: 2_053 })
  })
  expect((await business.call('GET', `/invoices/${given.id}`)).body).toMatchObject({
    amount_paid: 12_000,
    amount_refunded: 2_000,
  })
})

it('a dispute that is won puts back what it took, and its fee', async () => {
  const business = await world.business()
  const account = stripeAccountOf(business)
  const invoice = await sentInvoice(business)
  await pay(world, business, invoice)
  const payment = await world.eventually(async () => {
    const now = await paymentOf(business, invoice)
    expect(now?.fee).toBe(378)
    return now
  })
  const dispute = await simulate(world, 'dispute', { account, payment_intent: payment.stripe_payment_intent })
  await world.eventually(async () => expect(await ledgerOf(business)).toMatchObject({ disputes: 12_000 }))
  await simulate(world, 'dispute', { account, dispute: dispute.dispute ?? dispute.id, outcome: 'won' })
  await world.eventually(async () => {
    const { disputes, stripe_balance: held } = await ledgerOf(business)
    expect(disputes).toBeUndefined()
    expect(held).toBe(await balanceAtStripe(business))
  })
})

it('an edit posts the difference, cash goes to the till, and cancelling takes back what nobody paid', async () => {
  const business = await world.business()
  const { id } = await sentInvoice(business)
  const lines = [{ description: 'Consulting', quantity: '1', unit_amount: 9_000 }]
  const edited = await business.call('PATCH', `/invoices/${id}`, { lines })
  expect(edited.body).toMatchObject({ total: 9_000 })
  expect(await ledgerOf(business)).toEqual({ receivable: 9_000, sales: -9_000 })
  const recorded = await business.call('POST', `/invoices/${id}/payments`, { amount: 4_000, method: 'cash' })
  expect(recorded.status).toBe(201)
  expect(await ledgerOf(business)).toEqual({ receivable: 5_000, sales: -9_000, cash: 4_000 })
  await business.call('POST', `/payments/${recorded.body.id}/refunds`, { amount: 1_500, method: 'cash' })
  expect(await ledgerOf(business)).toEqual({
    receivable: 5_000,
    sales: -9_000,
    cash: 2_500,
    refunds: 1_500,
  })
  const other = await sentInvoice(business, { amount: 700 })
  expect((await business.call('POST', `/invoices/${other.id}/cancel`)).body.status).toBe('cancelled')
  expect(await ledgerOf(business)).toMatchObject({ receivable: 5_000, sales: -9_000 })
})

it('a draft posts nothing, and may be deleted', async () => {
  const business = await world.business()
  const { body } = await business.call('POST', '/invoices', {
    customer: { name: 'Example Customer', email: 'customer@example.com' },
    lines: [{ description: 'Consulting', quantity: '1', unit_amount: 100 }],
  })
  expect(await ledgerOf(business)).toEqual({})
  expect((await business.call('DELETE', `/invoices/${body.id}`)).status).toBe(204)
})

it('whoever writes a sum past the ledger is refused by the database, as a server of the version before would be', async () => {
  const business = await world.business()
  const { id } = await sentInvoice(business)
  await expect(
    inDatabase(
      world,
      `update invoices set settled = 12000, status = 'paid', version = version + 1 where id = $1`,
      [id],
    ),
  ).rejects.toThrow(/not those of its ledger/)
  expect((await business.call('GET', `/invoices/${id}`)).body).toMatchObject({
    status: 'sent',
    amount_paid: 0,
  })
})
