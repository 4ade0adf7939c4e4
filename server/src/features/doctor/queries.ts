import { sql } from 'kysely'
import type { Reader } from '../../context.ts'
import type { BrokenRow, Invariant } from '../../platform/db/invariant.ts'

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
