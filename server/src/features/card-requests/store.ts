import type { AccountId } from '@quittance/core/ids'
import type { Insertable, Updateable } from 'kysely'
import type { Reader, Tx } from '../../context.ts'
import type { Database } from '../../database.ts'
import type { CardRequest } from './queries.ts'

export async function insertCardRequest(
  tx: Tx,
  request: Insertable<Database['card_requests']>,
): Promise<CardRequest> {
  return tx.insertInto('card_requests').values(request).returningAll().executeTakeFirstOrThrow()
}

export async function updateCardRequest(
  db: Reader,
  accountId: AccountId,
  id: string,
  changes: Updateable<Database['card_requests']>,
): Promise<CardRequest> {
  return db
    .updateTable('card_requests')
    .set(changes)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Ends whatever is still open for the customer: only the newest link works. */
export async function revokeOpenRequests(
  tx: Tx,
  accountId: AccountId,
  customerId: string,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('card_requests')
    .set({ revoked_at: now })
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .where('saved_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
}
