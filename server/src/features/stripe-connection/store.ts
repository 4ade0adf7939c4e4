import type { AccountId } from '@quittance/core/ids'
import type { Insertable, Updateable } from 'kysely'
import type { Reader, Tx } from '../../context.ts'
import type { Database } from '../../database.ts'
import type { Connection } from './queries.ts'

export async function insertConnection(
  tx: Tx,
  connection: Insertable<Database['stripe_connections']>,
): Promise<Connection> {
  return tx.insertInto('stripe_connections').values(connection).returningAll().executeTakeFirstOrThrow()
}

/** Ends the connection and forgets its secret key. */
export async function endConnection(tx: Tx, accountId: AccountId, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('stripe_connections')
    .set({ disconnected_at: now, secret_key_sealed: null })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
}

/** Whether the event is new here (I6: once, for ever). */
export async function storeEvent(tx: Tx, event: Insertable<Database['stripe_events']>): Promise<boolean> {
  const row = await tx
    .insertInto('stripe_events')
    .values(event)
    .onConflict((oc) => oc.columns(['account_id', 'connection_id', 'event_id']).doNothing())
    .returning('event_id')
    .executeTakeFirst()
  return row !== undefined
}

export async function noteEventTime(db: Reader, accountId: string, id: string, now: Date): Promise<void> {
  await db
    .updateTable('stripe_connections')
    .set({ last_event_at: now })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
}

/** Notes that the list of events was read: how far, in Stripe's time, and whether all payments in it are booked. */
export async function noteSweep(
  db: Reader,
  accountId: string,
  id: string,
  swept: Pick<
    Updateable<Database['stripe_connections']>,
    'events_checked_at' | 'events_read_until' | 'caught_up_at'
  >,
): Promise<void> {
  await db
    .updateTable('stripe_connections')
    .set(swept)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
}
