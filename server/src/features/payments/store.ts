import type { AccountId } from '@quittance/core/ids'
import type { Insertable, Updateable } from 'kysely'
import type { Reader, Tx } from '../../context.ts'
import type { Database } from '../../database.ts'
import type { Payment } from './queries.ts'

/** Under `one_open_intent_per_invoice` a second open payment of an invoice is refused by the database. */
export async function insertPayment(tx: Tx, payment: Insertable<Database['payments']>): Promise<Payment> {
  return tx.insertInto('payments').values(payment).returningAll().executeTakeFirstOrThrow()
}

export async function updatePayment(
  db: Reader,
  accountId: AccountId,
  id: string,
  changes: Updateable<Database['payments']>,
): Promise<Payment> {
  return db
    .updateTable('payments')
    .set(changes)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function noteIntent(
  db: Reader,
  accountId: AccountId,
  id: string,
  intentId: string,
): Promise<void> {
  await db
    .updateTable('payments')
    .set({ intent_id: intentId })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where('intent_id', 'is', null)
    .execute()
}

export async function noteEventApplied(
  db: Reader,
  accountId: AccountId,
  connectionId: string,
  eventId: string,
  now: Date,
): Promise<void> {
  await db
    .updateTable('stripe_events')
    .set({ applied_at: now })
    .where('account_id', '=', accountId)
    .where('connection_id', '=', connectionId)
    .where('event_id', '=', eventId)
    .execute()
}
