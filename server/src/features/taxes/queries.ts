import type { AccountId } from '@quittance/core/ids'
import { type Selectable, sql } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Database } from '../../database.ts'

export type TaxRate = Selectable<Database['tax_rates']>

export async function listTaxRates(db: Reader, accountId: AccountId): Promise<TaxRate[]> {
  return db
    .selectFrom('tax_rates')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('archived_at', 'is', null)
    .orderBy('id')
    .execute()
}

/** The rates with these ids, archived ones too: an invoice may keep what it has. */
export async function findTaxRates(db: Reader, accountId: AccountId, ids: string[]): Promise<TaxRate[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('tax_rates')
    .selectAll()
    .where('account_id', '=', accountId)
    .where(sql<boolean>`id = any(${ids})`)
    .execute()
}
