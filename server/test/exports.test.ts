// Lists as files: every row, in any number, and nothing that a spreadsheet would run.
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Business, pay, sentInvoice, startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world?.stop())

async function fileOf(business: Business, path: string) {
  const response = await fetch(`${world.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${business.apiKey}` },
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="(invoices|payments|customers)-\d{4}-\d\d-\d\d\.csv"$/,
  )
  const bytes = new Uint8Array(await response.arrayBuffer())
  expect(Array.from(bytes.slice(0, 3))).toEqual([0xef, 0xbb, 0xbf])
  return parse<Record<string, string>>(Buffer.from(bytes), { columns: true, bom: true })
}

it('invoices: names in any script, quotes and commas come back as they are; formulas are defused', async () => {
  const business = await world.business()
  const names = [
    '=HYPERLINK("https://example.com")',
    'Ümlaut & "Söhne", GmbH',
    '株式会社 例',
    '+1-2',
    'plain',
  ]
  for (const name of names)
    await business.call('POST', '/invoices', {
      customer: { name, email: 'customer@example.com' },
      lines: [{ description: 'Consulting', quantity: '1', unit_amount: 12_345 }],
    })
  const rows = await fileOf(business, '/invoices/export')
  expect(rows.map(({ Customer }) => Customer)).toEqual(
    names.map((name) => (/^[=+]/.test(name) ? `'${name}` : name)).toReversed(),
  )
  expect(rows[0]).toMatchObject({
    Number: '',
    Status: 'draft',
    Currency: 'EUR',
    Total: '123.45',
    Paid: '0.00',
    'Amount due': '123.45',
  })
})

it('invoices: more than a page of them, each once, by the filters of the list', async () => {
  const business = await world.business({ currency: 'jpy' })
  const one = () =>
    business.call('POST', '/invoices', {
      customer: { name: 'Example Customer', email: 'customer@example.com' },
      lines: [{ description: 'Consulting', quantity: '1', unit_amount: 700 }],
    })
  for (let round = 0; round < 21; round += 1) await Promise.all(Array.from({ length: 10 }, one))
  await sentInvoice(business, { amount: 900 })
  const all = await fileOf(business, '/invoices/export')
  expect(all).toHaveLength(211)
  expect(new Set(all.map(({ Id }) => Id)).size).toBe(211)
  expect(await fileOf(business, '/invoices/export?status=sent')).toMatchObject([
    { Total: '900', 'Amount due': '900' },
  ])
})

it('payments: what came, what Stripe kept of it, and where it is found', async () => {
  const business = await world.business()
  const invoice = await sentInvoice(business)
  await pay(world, business, invoice)
  await world.eventually(async () =>
    expect(await fileOf(business, `/payments/export?q=${invoice.number}`)).toMatchObject([
      {
        Invoice: invoice.number,
        Customer: 'Example Customer',
        Status: 'succeeded',
        Method: 'Visa •••• 4242',
        Amount: '120.00',
        Fee: '3.78',
        'Fee currency': 'EUR',
        'At Stripe': expect.stringMatching(/^pi_/),
      },
    ]),
  )
  expect(await fileOf(business, '/payments/export?q=nobody')).toEqual([])
  const { data } = (await business.call('GET', '/payments?q=nobody')).body
  expect(data).toEqual([])
})

it('customers: how they are reached and what they owe', async () => {
  const business = await world.business()
  await sentInvoice(business, { email: 'owes@example.com' })
  expect(await fileOf(business, '/customers/export')).toMatchObject([
    { 'E-mail': 'owes@example.com', Owes: 'EUR 120.00', Id: expect.stringMatching(/^cus_/) },
  ])
})
