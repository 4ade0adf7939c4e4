import type { AccountId } from '@quittance/core/ids'
import type { Insertable, Updateable } from 'kysely'
import type { Tx } from '../../context.ts'
import type { Database } from '../../database.ts'
import type { Service } from './queries.ts'

export async function insertService(tx: Tx, service: Insertable<Database['services']>): Promise<Service> {
  return tx.insertInto('services').values(service).returningAll().executeTakeFirstOrThrow()
}

export async function updateServiceRow(
  tx: Tx,
  accountId: AccountId,
  id: string,
  changes: Updateable<Database['services']>,
): Promise<Service | undefined> {
  return tx
    .updateTable('services')
    .set(changes)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}
