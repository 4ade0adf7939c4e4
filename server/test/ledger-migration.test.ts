import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmbeddedPostgres } from '../src/platform/db/embedded.ts'
import { knownMigrations, migrate } from '../src/platform/db/migrate.ts'
import { openDatabase } from '../src/platform/db/pool.ts'

/** The books of a database that was there before the ledger, and what the database itself refuses (I5, I6). */

const folder = new URL('../migrations/', import.meta.url)
let dataDir: string
let postgres: Awaited<ReturnType<typeof startEmbeddedPostgres>>
let db: Kysely<unknown>

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'quittance-ledger-'))
  postgres = await startEmbeddedPostgres({ dataDir })
  const older = (await knownMigrations(folder)).filter((name) => name !== '0012_ledger')
  await migrate(postgres.databaseUrl, folder, older)
  db = openDatabase(postgres.databaseUrl, { size: 2, onIdleError: () => {} })
  await sql.raw(oldBooks).execute(db)
  await migrate(postgres.databaseUrl, folder)
})

afterAll(async () => {
  await db?.destroy()
  await postgres?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

// 100.00 open; 100.00 paid by card with 30.00 too much, 50.00 given back, 100.00 withdrawn by the bank; 80.00 of which 20.00 came in cash before it was cancelled; a draft.
const oldBooks = `
  insert into accounts (id, kind, name, currency, time_zone) values ('acct', 'business', 'Example Ltd', 'eur', 'UTC');
  insert into customers (account_id, id, name) values ('acct', 'cus', 'Example Customer');
  insert into invoices (account_id, id, number, customer_id, customer_name, currency, issue_date, due_date, content, totals, total, settled, refunded, withdrawn, status, issued_at, cancelled_at) values
    ('acct', 'open', 'A1', 'cus', 'C', 'eur', '2026-01-01', '2026-01-15', '{}', '{}', 10000, 0, 0, 0, 'sent', now(), null),
    ('acct', 'paid', 'A2', 'cus', 'C', 'eur', '2026-01-01', '2026-01-15', '{}', '{}', 10000, 10000, 2000, 10000, 'paid', now(), null),
    ('acct', 'gone', 'A3', 'cus', 'C', 'eur', '2026-01-01', '2026-01-15', '{}', '{}', 8000, 2000, 0, 0, 'cancelled', now(), now()),
    ('acct', 'draft', null, 'cus', 'C', 'eur', '2026-01-01', '2026-01-15', '{}', '{}', 700, 0, 0, 0, 'draft', null, null);
  insert into payments (account_id, id, invoice_id, source, method, amount, currency, status, applied, unapplied, amount_refunded, closed_at) values
    ('acct', 'card', 'paid', 'stripe', 'card', 13000, 'eur', 'succeeded', 10000, 3000, 5000, now()),
    ('acct', 'declined', 'open', 'stripe', 'card', 10000, 'eur', 'canceled', 0, 0, 0, now()),
    ('acct', 'cash', 'gone', 'manual', 'cash', 2000, 'eur', 'succeeded', 2000, 0, 0, now());
  insert into refunds (account_id, id, invoice_id, payment_id, method, amount, currency, status, actor, created_at, booked_at) values
    ('acct', 're1', 'paid', 'card', 'stripe', 2500, 'eur', 'succeeded', '{}', '2026-01-02', now()),
    ('acct', 're2', 'paid', 'card', 'stripe', 2500, 'eur', 'pending', '{}', '2026-01-03', now()),
    ('acct', 're3', 'paid', 'card', 'stripe', 900, 'eur', 'failed', '{}', '2026-01-04', now());
  insert into disputes (account_id, id, invoice_id, payment_id, amount, currency, reason, status, withdrawn, stripe_account_id, livemode, stripe_dispute_id) values
    ('acct', 'dp', 'paid', 'card', 10000, 'eur', 'fraudulent', 'lost', 10000, 'acct_1', false, 'du_1');`

test('the books from before are posted as they stand', async () => {
  const { rows } = await sql<{ invoice_id: string; ledger_account: string; sum: number }>`
    select invoice_id, ledger_account, sum(amount)::int as sum from ledger_entries where account_id = 'acct' group by 1, 2`.execute(
    db,
  )
  const books: Record<string, Record<string, number>> = {}
  for (const { invoice_id, ledger_account, sum } of rows) (books[invoice_id] ??= {})[ledger_account] = sum
  expect(books).toEqual({
    open: { receivable: 10_000, sales: -10_000 },
    paid: {
      receivable: 0,
      sales: -10_000,
      stripe_balance: -2_000,
      unapplied: 0,
      refunds: 2_000,
      disputes: 10_000,
    },
    gone: { receivable: 0, sales: -2_000, cash: 2_000 },
  })
})

test('every posting from before balances', async () => {
  const { rows } = await sql`
    select cause from ledger_entries where account_id = 'acct' group by account_id, cause, currency having sum(amount) <> 0`.execute(
    db,
  )
  expect(rows).toEqual([])
})

const post = (cause: string, credit: number, currency = 'eur') => sql`
  insert into ledger_entries (account_id, cause, ledger_account, currency, fact, invoice_id, amount) values
    ('acct', ${cause}, 'cash', 'eur', 'payment', 'open', 100), ('acct', ${cause}, 'receivable', ${currency}, 'payment', 'open', ${credit})`

test('the database takes a posting that balances, once', async () => {
  await post('new', -100).execute(db)
  await expect(post('new', -100).execute(db)).rejects.toThrow(/duplicate key/)
})

test('the database refuses a posting that does not balance in each currency', async () => {
  await expect(post('short', -99).execute(db)).rejects.toThrow(/does not balance/)
  await expect(post('mixed', -100, 'usd').execute(db)).rejects.toThrow(/does not balance/)
})

test('the database refuses to change or delete what was posted', async () => {
  await expect(
    sql`update ledger_entries set amount = 1 where account_id = 'acct'`.execute(db),
  ).rejects.toThrow(/append-only/)
  await expect(sql`delete from ledger_entries where account_id = 'acct'`.execute(db)).rejects.toThrow(
    /append-only/,
  )
  await expect(sql`truncate ledger_entries`.execute(db)).rejects.toThrow(/append-only/)
})

test('what was posted goes with its whole account', async () => {
  await sql
    .raw(`
    insert into accounts (id, kind, name, currency, time_zone) values ('tour', 'tour', 'Example Tour', 'eur', 'UTC');
    insert into customers (account_id, id, name) values ('tour', 'cus', 'Example Customer');
    insert into invoices (account_id, id, number, customer_id, customer_name, currency, issue_date, due_date, content, totals, total, status, issued_at)
      values ('tour', 'open', 'T1', 'cus', 'C', 'eur', '2026-01-01', '2026-01-15', '{}', '{}', 500, 'sent', now());
    insert into ledger_entries (account_id, cause, ledger_account, currency, fact, invoice_id, amount) values
      ('tour', 'issued', 'receivable', 'eur', 'invoice', 'open', 500), ('tour', 'issued', 'sales', 'eur', 'invoice', 'open', -500);`)
    .execute(db)
  await expect(sql`delete from invoices where account_id = 'tour'`.execute(db)).rejects.toThrow(/append-only/)
  await sql
    .raw(
      `begin; delete from invoices where account_id = 'tour'; delete from accounts where id = 'tour'; commit`,
    )
    .execute(db)
  expect((await sql`select 1 from ledger_entries where account_id = 'tour'`.execute(db)).rows).toEqual([])
})
