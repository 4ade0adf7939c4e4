import type { AccountId } from '@quittance/core/ids'
import type { Insertable, Updateable } from 'kysely'
import type { Reader, Tx } from '../../context.ts'
import type { Database, EndReason } from '../../database.ts'
import type { Connection } from './queries.ts'

/** A Stripe account that was connected before is read on from where that ended: refunds and disputes did not wait. */
export async function insertConnection(
  tx: Tx,
  connection: Insertable<Database['stripe_connections']>,
): Promise<Connection> {
  const before = await tx
    .selectFrom('stripe_connections')
    .select((eb) => eb.fn.max('disconnected_at').as('ended_at'))
    .where('account_id', '=', connection.account_id)
    .where('stripe_account_id', '=', connection.stripe_account_id)
    .where('livemode', '=', connection.livemode)
    .executeTakeFirst()
  return tx
    .insertInto('stripe_connections')
    .values({ events_read_until: before?.ended_at ?? null, ...connection })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function updateConnection(
  db: Reader,
  accountId: string,
  id: string,
  changes: Updateable<Database['stripe_connections']>,
): Promise<Connection> {
  return db
    .updateTable('stripe_connections')
    .set(changes)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Ends the connection and forgets its secret key. */
export async function endConnection(
  tx: Tx,
  accountId: AccountId,
  id: string,
  { reason, now }: { reason: EndReason; now: Date },
): Promise<void> {
  await updateConnection(tx, accountId, id, {
    disconnected_at: now,
    end_reason: reason,
    secret_key_sealed: null,
    closing_at: null,
    restriction: null,
    restricted_at: null,
  })
}

/** Whether the doubt is new, or the last one older than `before`. */
export async function markDoubted(
  tx: Tx,
  accountId: string,
  id: string,
  { before, now }: { before: Date; now: Date },
): Promise<boolean> {
  const row = await tx
    .updateTable('stripe_connections')
    .set({ doubted_at: now })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where('disconnected_at', 'is', null)
    .where((eb) => eb.or([eb('doubted_at', 'is', null), eb('doubted_at', '<', before)]))
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
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

/** Notes a visit to Stripe's pages that is to come back; those that never did go. */
export async function insertVisit(
  db: Reader,
  visit: Insertable<Database['stripe_visits']> & { created_at: Date },
): Promise<void> {
  await db.deleteFrom('stripe_visits').where('expires_at', '<', visit.created_at).execute()
  await db.insertInto('stripe_visits').values(visit).execute()
}

/** Whether such a visit was under way from this session (or was begun by an API key of the account); now it is over. */
export async function takeVisit(
  db: Reader,
  visit: { stateHash: Buffer; accountId: AccountId; sessionHash: Buffer; now: Date },
): Promise<boolean> {
  const row = await db
    .deleteFrom('stripe_visits')
    .where('state_hash', '=', visit.stateHash)
    .where('account_id', '=', visit.accountId)
    .where('expires_at', '>', visit.now)
    .where((eb) => eb.or([eb('session_hash', 'is', null), eb('session_hash', '=', visit.sessionHash)]))
    .returning('account_id')
    .executeTakeFirst()
  return row !== undefined
}

/** The onboarding that was begun and not finished, or a new one under `id`. */
export async function findOrInsertOnboarding(
  db: Reader,
  accountId: AccountId,
  id: string,
): Promise<{ id: string }> {
  return db
    .insertInto('stripe_onboardings')
    .values({ account_id: accountId, id })
    .onConflict((oc) =>
      oc.column('account_id').doUpdateSet((eb) => ({ id: eb.ref('stripe_onboardings.id') })),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
}

export async function deleteOnboarding(tx: Tx, accountId: AccountId): Promise<void> {
  await tx.deleteFrom('stripe_onboardings').where('account_id', '=', accountId).execute()
}
