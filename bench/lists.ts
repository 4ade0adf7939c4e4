import { attachEmbeddedPostgres } from '@quittance/server/platform/db/embedded'
import pg from 'pg'
import type { Product } from './product.ts'
import { median, type Row } from './table.ts'

const invoices = 100_000
const customers = 2_000
const rounds = 9

/** Every way the lists of an account with 100,000 invoices are looked at, one request at a time, as a person does it. */
export async function measureLists(product: Product): Promise<Row[]> {
  await fillAccount(product)
  const ask = async (path: string) => {
    const startedAt = performance.now()
    const response = await fetch(`${product.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${product.apiKey}` },
    })
    const body = (await response.json()) as { next_cursor?: string }
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(body)}`)
    return { ms: performance.now() - startedAt, cursor: body.next_cursor ?? null }
  }
  const rows: Row[] = []
  for (const [name, path] of looks) {
    const times: number[] = []
    let { cursor } = await ask(path)
    for (let round = 0; round < rounds; round++) {
      // Every second look is at a page further on.
      const isFurther = round % 2 === 1 && cursor
      const look = await ask(isFurther ? `${path}&cursor=${encodeURIComponent(cursor!)}` : path)
      times.push(look.ms)
      if (isFurther) cursor = look.cursor ?? cursor
    }
    rows.push({
      job: `list of ${invoices.toLocaleString('en')}: ${name}`,
      candidate: 'Quittance',
      value: median(times),
      unit: 'ms',
      ratio: `slowest ${Math.max(...times).toFixed(0)} ms`,
    })
  }
  return rows
}

const looks: [name: string, path: string][] = [
  ['newest', '/invoices?limit=25'],
  ['oldest', '/invoices?limit=25&sort=created'],
  ['by due date', '/invoices?limit=25&sort=due_date'],
  ['by customer', '/invoices?limit=25&sort=customer'],
  ['by total, greatest', '/invoices?limit=25&sort=-total'],
  ['by amount due, greatest', '/invoices?limit=25&sort=-amount_due'],
  ['open', '/invoices?limit=25&status=sent,partially_paid'],
  ['open, by due date', '/invoices?limit=25&status=sent,partially_paid&sort=due_date'],
  ['drafts, by total', '/invoices?limit=25&status=draft&sort=-total'],
  ['overdue', '/invoices?limit=25&flag=overdue'],
  ['to be sent again', '/invoices?limit=25&flag=needs_resend'],
  ['payment failed', '/invoices?limit=25&flag=payment_failed'],
  ['paid too much', '/invoices?limit=25&flag=to_refund'],
  ['searched: a number', '/invoices?limit=25&q=BULK-0099999'],
  ['searched: a name', '/invoices?limit=25&q=customer+1234'],
  ['searched: nothing there', '/invoices?limit=25&q=nobody+at+all'],
  ['transactions, newest', '/payments?limit=25'],
  ['transactions, by amount', '/payments?limit=25&sort=-amount'],
  ['transactions, searched', '/payments?limit=25&q=customer+1234'],
  ['customers, by name', '/customers?limit=25&sort=name'],
  ['customers, searched', '/customers?limit=25&q=1234'],
  ['dashboard', '/dashboard'],
]

/** Copies of one invoice of the tour, and of a payment of it: in each status, over three years, for many customers. */
async function fillAccount(product: Product): Promise<void> {
  const database = await attachEmbeddedPostgres({ dataDir: product.dataDir })
  const client = new pg.Client({ connectionString: database.databaseUrl })
  await client.connect()
  const account = `'${product.accountId}'`
  const tables = ['customers', 'invoices', 'payments']
  // What is not the ledger's is refused otherwise; this account is thrown away.
  for (const table of tables) await client.query(`alter table ${table} disable trigger user`)
  await client.query(`create temp table one as select * from customers where account_id = ${account} limit 1`)
  await client.query(`insert into customers select (jsonb_populate_record(one, jsonb_build_object(
    'id', 'cus_0' || lpad(n::text, 20, '0'), 'name', 'Customer ' || n, 'company', null,
    'email', 'customer' || n || '@example.com'))).* from one, generate_series(1, ${customers}) n`)
  await client.query('drop table one')
  await client.query(
    `create temp table one as select * from invoices where account_id = ${account} and status = 'sent' limit 1`,
  )
  await client.query(`insert into invoices select (jsonb_populate_record(one, jsonb_build_object(
    'id', 'inv_0' || lpad(n::text, 20, '0'), 'number', 'BULK-' || lpad(n::text, 7, '0'),
    'customer_id', 'cus_0' || lpad((1 + n % ${customers})::text, 20, '0'),
    'customer_name', 'Customer ' || (1 + n % ${customers}),
    'issue_date', date '2024-01-01' + n / 100, 'due_date', date '2024-01-15' + n / 100,
    'total', 1000 + (n * 7919) % 500000, 'needs_resend', n % 5000 = 0,
    'settled', case when n % 20 = 0 then 0 else 1000 + (n * 7919) % 500000 end,
    'status', case when n % 100 = 0 then 'draft' when n % 20 = 0 then 'sent' else 'paid' end
  ))).* from one, generate_series(1, ${invoices}) n`)
  await client.query('drop table one')
  await client.query(
    `create temp table one as select * from payments where account_id = ${account} and status = 'succeeded' limit 1`,
  )
  await client.query(`insert into payments select (jsonb_populate_record(one, jsonb_build_object(
    'id', 'pay_0' || lpad(n::text, 20, '0'), 'invoice_id', 'inv_0' || lpad(n::text, 20, '0'),
    'intent_id', 'pi_bulk' || n, 'charge_id', 'ch_bulk' || n, 'amount', 1000 + (n * 7919) % 500000,
    'applied', 1000 + (n * 7919) % 500000))).* from one, generate_series(1, ${invoices}) n where n % 20 <> 0`)
  for (const table of tables) {
    await client.query(`alter table ${table} enable trigger user`)
    await client.query(`vacuum analyze ${table}`)
  }
  await client.end()
  await database.stop()
}
