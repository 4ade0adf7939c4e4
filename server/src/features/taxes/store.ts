import type { AccountId } from '@quittance/core/ids'
import type { Insertable } from 'kysely'
import type { Tx } from '../../context.ts'
import type { Database } from '../../database.ts'
import type { TaxRate } from './queries.ts'

export async function insertTaxRate(tx: Tx, rate: Insertable<Database['tax_rates']>): Promise<TaxRate> {
  return tx.insertInto('tax_rates').values(rate).returningAll().executeTakeFirstOrThrow()
}

export async function archiveTaxRateRow(
  tx: Tx,
  accountId: AccountId,
  id: string,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('tax_rates')
    .set({ archived_at: now })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
