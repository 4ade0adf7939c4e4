import type { AccountId } from '@quittance/core/ids'
import { type Selectable, sql } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Database } from '../../database.ts'

export type SavedMethodCode = Selectable<Database['saved_method_codes']>

/** How many codes a customer was sent since then. */
export async function countCodes(
  db: Reader,
  accountId: AccountId,
  customerId: string,
  since: Date,
): Promise<number> {
  const row = await db
    .selectFrom('saved_method_codes')
    .select(sql<number>`count(*)`.as('n'))
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow()
  return row.n
}

/** A code for this invoice that was entered since then, while the address it went to is still the customer's own. */
export async function findUsedCode(
  db: Reader,
  accountId: AccountId,
  invoiceId: string,
  codeId: string,
  since: Date,
): Promise<SavedMethodCode | undefined> {
  return db
    .selectFrom('saved_method_codes as s')
    .innerJoin('customers as c', (join) =>
      join.onRef('c.account_id', '=', 's.account_id').onRef('c.id', '=', 's.customer_id'),
    )
    .selectAll('s')
    .where('s.account_id', '=', accountId)
    .where('s.invoice_id', '=', invoiceId)
    .where('s.id', '=', codeId)
    .where('s.used_at', '>', since)
    .where(sql<boolean>`s.sent_to = coalesce(c.email, c.billing_email)`)
    .where('c.deleted_at', 'is', null)
    .executeTakeFirst()
}
