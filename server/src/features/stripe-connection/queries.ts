import type { AccountId } from '@quittance/core/ids'
import { type Selectable, sql } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Database } from '../../database.ts'

export type Connection = Selectable<Database['stripe_connections']>

/** The account's tie to Stripe, or undefined: nothing can be collected (R10). */
export async function activeConnection(db: Reader, accountId: AccountId): Promise<Connection | undefined> {
  return db
    .selectFrom('stripe_connections')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('disconnected_at', 'is', null)
    .executeTakeFirst()
}

/**
 * The same, and it stays what it is until the transaction ends. `share`, for those who collect through it or put links
 * under it: undefined while it is being removed, or while Stripe does not let the account charge. `update`, for whoever
 * changes what it allows. Always taken before any invoice: one order of locks, no deadlock.
 */
export async function lockActiveConnection(
  db: Reader,
  accountId: AccountId,
  strength: 'share' | 'update',
): Promise<Connection | undefined> {
  const query = db
    .selectFrom('stripe_connections')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('disconnected_at', 'is', null)
  if (strength === 'update') return query.forUpdate().executeTakeFirst()
  return query
    .where('restriction', 'is', null)
    .where((eb) =>
      // Whoever began to remove Stripe and died does not stop the payers for ever.
      eb.or([eb('closing_at', 'is', null), eb('closing_at', '<', sql<Date>`now() - interval '1 minute'`)]),
    )
    .forShare()
    .executeTakeFirst()
}

/** The active one, or else the one removed last. */
export async function latestConnection(db: Reader, accountId: AccountId): Promise<Connection | undefined> {
  return db
    .selectFrom('stripe_connections')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('disconnected_at', (ob) => ob.desc().nullsFirst())
    .limit(1)
    .executeTakeFirst()
}

/** For webhooks, which name the connection only. */
export async function findConnection(db: Reader, id: string): Promise<Connection | undefined> {
  return db.selectFrom('stripe_connections').selectAll().where('id', '=', id).executeTakeFirst()
}

/**
 * Connect's events name the Stripe account: the connections that it has, or had last, one a business. One account may
 * belong to two businesses of the same owner.
 */
export async function connectionsOfStripeAccount(
  db: Reader,
  stripeAccountId: string,
  livemode: boolean,
): Promise<Connection[]> {
  const { rows } = await sql<Connection>`
    select distinct on (account_id) * from stripe_connections
    where provider = 'connect' and stripe_account_id = ${stripeAccountId} and livemode = ${livemode}
    order by account_id, disconnected_at desc nulls first`.execute(db)
  return rows
}

/** Connections whose list of events is due to be read again. A tour that nobody looks at can wait. */
export async function connectionsToSweep(
  db: Reader,
  intervalMs: number,
  limit: number,
): Promise<Connection[]> {
  const { rows } = await sql<Connection>`
    select c.* from stripe_connections c join accounts a on a.id = c.account_id
    where c.disconnected_at is null
      and c.events_checked_at not between now() - make_interval(secs => ${intervalMs / 1000}) and now()
      and (a.kind = 'business' or a.last_seen_at > now() - interval '1 hour')
    order by c.events_checked_at limit ${limit}`.execute(db)
  return rows
}

/** A tour may have a simulated Stripe only, a business a real one only (R48). */
export async function kindOfAccount(db: Reader, accountId: AccountId): Promise<'business' | 'tour'> {
  return (
    await db.selectFrom('accounts').select('kind').where('id', '=', accountId).executeTakeFirstOrThrow()
  ).kind
}

/** What Stripe is told of a business that is to be onboarded. */
export async function businessOf(
  db: Reader,
  accountId: AccountId,
): Promise<{ name: string; country: string }> {
  return db
    .selectFrom('accounts')
    .select(['name', 'country'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
}
