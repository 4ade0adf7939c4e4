// The dashboard says what the lists say, counted; each thing that waits for somebody is found by the list's filter.
import { dateIn } from '@quittance/core/invoice/due-date'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Business,
  confirmAtStripe,
  declinedCard,
  pay,
  pressPay,
  sentInvoice,
  startWorld,
  type World,
} from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world?.stop())

const dashboardOf = async (business: Business) => (await business.call('GET', '/dashboard')).body

const dayMs = 86_400_000
/** In the calendar of the businesses here. */
const daysAgo = (days: number) => dateIn('Europe/Paris', new Date(Date.now() - days * dayMs))

it('a business that begins has zeros in its own currency, and nothing waits', async () => {
  const business = await world.business({ currency: 'jpy' })
  const zero = { amount: 0, count: 0 }
  expect(await dashboardOf(business)).toMatchObject({
    has_invoices: false,
    attention: [],
    currencies: [
      {
        currency: 'jpy',
        outstanding: zero,
        overdue: zero,
        processing: zero,
        collected_this_month: zero,
        ageing: Array.from({ length: 5 }, () => expect.objectContaining({ amount: 0 })),
        collected_by_week: Array.from({ length: 12 }, () => expect.objectContaining({ amount: 0 })),
      },
    ],
  })
})

it('what is owed stands by its age, and what came by its week, each in its currency', async () => {
  const business = await world.business()
  const dated = (days: number) => ({ issue_date: daysAgo(days + 5), due_date: daysAgo(days) })
  await sentInvoice(business, { amount: 100 })
  await sentInvoice(business, { amount: 2_000, more: dated(2) })
  await sentInvoice(business, { amount: 30_000, more: dated(45) })
  const partly = await sentInvoice(business, { amount: 400_000, more: dated(120) })
  await business.call('POST', `/invoices/${partly.id}/payments`, { amount: 100_000, method: 'cash' })
  await business.call('POST', `/invoices/${partly.id}/payments`, {
    amount: 50_000,
    method: 'cash',
    date: daysAgo(21),
  })
  await sentInvoice(business, { amount: 700, more: { currency: 'usd' } })
  await business.call('POST', '/invoices', {
    customer: { name: 'Example Customer', email: 'customer@example.com' },
    lines: [{ description: 'A draft owes nothing', quantity: '1', unit_amount: 9 }],
  })
  const { currencies, has_invoices: has } = await dashboardOf(business)
  expect(has).toBe(true)
  expect(currencies.map(({ currency }: { currency: string }) => currency)).toEqual(['eur', 'usd'])
  const [eur, usd] = currencies
  expect(usd.outstanding).toEqual({ amount: 700, count: 1 })
  expect(eur.outstanding).toEqual({ amount: 282_100, count: 4 })
  expect(eur.overdue).toEqual({ amount: 282_000, count: 3 })
  expect(eur.ageing.map(({ amount }: { amount: number }) => amount)).toEqual([100, 2_000, 30_000, 0, 250_000])
  const weeks = eur.collected_by_week.map(({ amount }: { amount: number }) => amount)
  expect(weeks.at(-1)).toBe(100_000)
  expect(weeks.at(-4)).toBe(50_000)
  expect(weeks.reduce((sum: number, amount: number) => sum + amount, 0)).toBe(150_000)
})

it('what waits for somebody is counted, and the list shows the same', async () => {
  const business = await world.business()
  const changed = await sentInvoice(business)
  await business.call('PATCH', `/invoices/${changed.id}`, {
    lines: [{ description: 'More', quantity: '1', unit_amount: 13_000 }],
  })
  const failed = await sentInvoice(business)
  await confirmAtStripe(world, business, (await pressPay(failed)).body.client_secret, declinedCard)
  await pay(world, business, await sentInvoice(business))
  await world.eventually(async () =>
    expect((await dashboardOf(business)).attention.toSorted(byFlag)).toEqual([
      { flag: 'needs_resend', count: 1 },
      { flag: 'payment_failed', count: 1 },
    ]),
  )
  const listed = async (flag: string) =>
    (await business.call('GET', `/invoices?flag=${flag}`)).body.data.map(({ id }: { id: string }) => id)
  expect(await listed('needs_resend')).toEqual([changed.id])
  expect(await listed('payment_failed')).toEqual([failed.id])
  for (const flag of ['held', 'dispute_to_answer', 'mail_failed', 'to_refund'])
    expect(await listed(flag)).toEqual([])
})

it('another business’s figures are its own', async () => {
  const [one, other] = [await world.business(), await world.business()]
  await sentInvoice(one)
  expect((await dashboardOf(other)).has_invoices).toBe(false)
})

function byFlag(one: { flag: string }, other: { flag: string }): number {
  return one.flag < other.flag ? -1 : 1
}
