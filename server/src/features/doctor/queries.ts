import { sql } from 'kysely'
import type { Reader } from '../../context.ts'
import type { BrokenRow, Invariant } from '../../platform/db/invariant.ts'
import type { Connection } from '../stripe-connection/queries.ts'

/** What breaks the invariant, everywhere or at one invoice. */
export async function brokenRows(
  db: Reader,
  { query }: Invariant,
  of?: { accountId: string; invoiceId: string },
): Promise<BrokenRow[]> {
  const where = of ? sql`where account_id = ${of.accountId} and invoice_id = ${of.invoiceId}` : sql``
  const { rows } =
    await sql<BrokenRow>`select account_id, invoice_id, what from (${query}) as broken ${where} order by 1, 2, 3`.execute(
      db,
    )
  return rows
}

export async function heldInvoices(db: Reader): Promise<{ account_id: string; invoice_id: string }[]> {
  return db.selectFrom('invoice_holds').select(['account_id', 'invoice_id']).execute()
}

export async function databaseVersion(db: Reader): Promise<{ major: number; name: string }> {
  const { rows } = await sql<{ number: number; name: string }>`
    select current_setting('server_version_num')::integer as number, current_setting('server_version') as name`.execute(
    db,
  )
  return { major: Math.floor(rows[0]!.number / 10_000), name: rows[0]!.name }
}

export async function databaseTime(db: Reader): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db)
  return rows[0]!.now
}

/** Of businesses: a tour's Stripe is simulated, and there while the product runs. */
export async function activeConnections(db: Reader): Promise<Connection[]> {
  return db
    .selectFrom('stripe_connections')
    .selectAll()
    .where('disconnected_at', 'is', null)
    .where('provider', '<>', 'simulated')
    .orderBy('account_id')
    .execute()
}

/** `oldest`: since when the oldest that should have been done waits. */
export async function outboxStanding(
  db: Reader,
): Promise<{ dead: number; waiting: number; oldest: Date | null }> {
  const { rows } = await sql<{ dead: number; waiting: number; oldest: Date | null }>`
    select count(*) filter (where run_at = 'infinity') as dead, count(*) filter (where run_at < 'infinity') as waiting,
      min(run_at) filter (where run_at < now()) as oldest
    from outbox where finished_at is null`.execute(db)
  return rows[0]!
}
