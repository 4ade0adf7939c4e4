import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { expect } from 'vitest'
import type { Database } from '../../src/database.ts'
import { findBreaches } from '../../src/features/doctor/find-breaches.ts'
import { type Business, inDatabase, simulate, stripeAccountOf, type World } from '../world.ts'

/**
 * How every fault has to end: nothing is left to do, the books hold (I3–I11), and Stripe's own ledger says of each of
 * these businesses what ours says (I24).
 */
export async function isAtRest(world: World, businesses: Business[], withinMs = 60_000): Promise<void> {
  const accounts = businesses.map(({ accountId }) => accountId)
  await world.eventually(async () => {
    const { rows } = await inDatabase(
      world,
      `select event->>'type' as type, attempts, last_error from outbox
       where account_id = any($1) and finished_at is null and run_at < now() + interval '1 minute'`,
      [accounts],
    )
    expect(rows).toEqual([])
  }, withinMs)
  await world.eventually(async () => {
    for (const business of businesses)
      expect(await stripesNet(world, business), business.accountId).toBe(await ourNet(world, business))
  }, withinMs)
  expect(await breaches(world)).toEqual([])
}

/** What `quittance doctor` would say. */
export async function breaches(world: World): Promise<unknown[]> {
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 2 })
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  try {
    return await findBreaches(db)
  } finally {
    await db.destroy()
  }
}

async function stripesNet(world: World, business: Business): Promise<number> {
  const account = stripeAccountOf(business)
  const books = (await simulate(world, `ledger?account=${account}`)) as Record<
    string,
    Record<string, { charges: number; refunds: number }>
  >
  return Object.values(books[account] ?? {}).reduce((sum, { charges, refunds }) => sum + charges - refunds, 0)
}

async function ourNet(world: World, business: Business): Promise<number> {
  const { rows } = await inDatabase(
    world,
    `select coalesce(sum(amount - amount_refunded), 0)::int as net from payments
     where account_id = $1 and source = 'stripe' and status = 'succeeded'`,
    [business.accountId],
  )
  return rows[0].net
}
