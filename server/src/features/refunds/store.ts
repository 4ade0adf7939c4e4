import type { AccountId } from '@quittance/core/ids'
import type { Insertable, Updateable } from 'kysely'
import type { Reader, Tx } from '../../context.ts'
import type { Database } from '../../database.ts'
import type { Refund } from './queries.ts'

export async function insertRefund(tx: Tx, refund: Insertable<Database['refunds']>): Promise<Refund> {
  return tx.insertInto('refunds').values(refund).returningAll().executeTakeFirstOrThrow()
}

export async function updateRefund(
  db: Reader,
  accountId: AccountId,
  id: string,
  changes: Updateable<Database['refunds']>,
): Promise<Refund> {
  return db
    .updateTable('refunds')
    .set(changes)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}
