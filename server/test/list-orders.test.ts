// Lists in every order they can be asked for: each row once, whatever the size of a page, also among equals.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Business, startWorld, type World } from './world.ts'

let world: World
let business: Business
const customers = [
  'Öztürk & Co',
  'abacus',
  'Zebra',
  'abacus',
  '“Quotes”, Ltd',
  'Ähre',
  '株式会社 例',
  'Zebra',
]

beforeAll(async () => {
  world = await startWorld()
  business = await world.business()
  for (const [index, name] of customers.entries()) {
    const { body } = await business.call('POST', '/invoices', {
      customer: { name, email: 'customer@example.com' },
      due_date: `2031-0${1 + (index % 3)}-15`,
      lines: [{ description: 'Consulting', quantity: '1', unit_amount: 1_000 * (1 + (index % 4)) }],
    })
    await business.call('POST', `/invoices/${body.id}/mark_sent`)
    if (index % 2 === 0)
      await business.call('POST', `/invoices/${body.id}/payments`, { amount: 500, method: 'cash' })
  }
  const [last] = (await business.call('GET', '/invoices?limit=1')).body.data
  await business.call('POST', `/invoices/${last.id}/cancel`)
}, 60_000)
afterAll(() => world?.stop())

type Row = Record<string, unknown> & { id: string; customer: { name: string } }

async function pagesOf(path: string, sort: string): Promise<Row[]> {
  const rows: Row[] = []
  let cursor = ''
  do {
    const { status, body } = await business.call('GET', `${path}?limit=3&sort=${sort}${cursor}`)
    expect(status, JSON.stringify(body)).toBe(200)
    rows.push(...body.data)
    cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : ''
  } while (cursor)
  return rows
}

const byId = (row: Row) => row.id
const orders: [path: string, sort: string, value: (row: Row) => unknown][] = [
  ['/invoices', 'created', byId],
  ['/invoices', 'due_date', (row) => row['due_date']],
  ['/invoices', 'total', (row) => row['total']],
  ['/invoices', 'amount_due', (row) => row['amount_due']],
  ['/payments', 'created', byId],
  ['/payments', 'amount', (row) => row['amount']],
  ['/customers', 'created', byId],
]

it.each(orders)('%s by %s, from the least and from the greatest', async (path, sort, valueOf) => {
  const upwards = await pagesOf(path, sort)
  expect(new Set(upwards.map(byId)).size).toBe(path === '/payments' ? 4 : customers.length)
  const keys = upwards.map((row) => [valueOf(row), row.id] as [string | number, string])
  expect(keys).toEqual(
    keys.toSorted(([a, one], [b, other]) => (a === b ? (one < other ? -1 : 1) : a < b ? -1 : 1)),
  )
  expect((await pagesOf(path, `-${sort}`)).map(byId)).toEqual(upwards.map(byId).toReversed())
})

it('names go by their letters, whatever their case, and the file has the order of the list', async () => {
  const names = (await pagesOf('/invoices', 'customer')).map((row) => row.customer.name)
  expect(names.toSorted()).toEqual(customers.toSorted())
  expect(names.filter((name) => /^[a-z]/i.test(name))).toEqual(['abacus', 'abacus', 'Zebra', 'Zebra'])
  const file = await fetch(`${world.url}/api/v1/invoices/export?sort=customer`, {
    headers: { authorization: `Bearer ${business.apiKey}` },
  })
  const lines = (await file.text()).split('\r\n').filter((line) => /abacus|Zebra/.test(line))
  expect(lines.map((line) => /abacus|Zebra/.exec(line)![0])).toEqual(['abacus', 'abacus', 'Zebra', 'Zebra'])
  expect((await pagesOf('/customers', 'name')).filter(({ name }) => name === 'Zebra')).toHaveLength(2)
})

it('an order there is not, and a cursor of another order, are refused by name', async () => {
  expect(await business.call('GET', '/invoices?sort=colour')).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: '/sort' }] },
  })
  const { next_cursor: cursor } = (await business.call('GET', '/invoices?limit=2&sort=total')).body
  const madeUp = Buffer.from(JSON.stringify(['due_date', '2031-02-31', 'inv_0123456789abc'])).toString(
    'base64url',
  )
  for (const wrong of [cursor, madeUp, 'x'])
    expect(await business.call('GET', `/invoices?sort=due_date&cursor=${wrong}`)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/cursor' }] },
    })
})
