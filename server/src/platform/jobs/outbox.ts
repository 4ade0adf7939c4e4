import type { ProductEvent } from '@quittance/core/events'
import { sql } from 'kysely'
import type { App, Tx } from '../../context.ts'
import { insist } from '../db/insist.ts'
import { inTransaction } from '../db/transaction.ts'
import { newId } from '../ids.ts'

/** What follows an event. Runs at least once, so it must not mind running twice. */
export type Reaction<E extends ProductEvent = ProductEvent> = (
  app: App,
  accountId: string,
  event: E,
) => Promise<void>

/** For each event its reactions, by name: the name is remembered, so that what ran is not run again. */
export type Reactions = {
  [Type in ProductEvent['type']]: Record<string, Reaction<Extract<ProductEvent, { type: Type }>>>
}

/**
 * Tells an event in the transaction that makes it true: no row, no effect; no effect before commit (I17). With `afterMs`
 * what follows it waits that long; with `heldBecause` until somebody says so, among the dead letters.
 */
export async function publish(
  tx: Tx,
  accountId: string,
  event: ProductEvent,
  { afterMs = 0, heldBecause = null }: { afterMs?: number; heldBecause?: string | null } = {},
): Promise<void> {
  await tx
    .insertInto('outbox')
    .values({
      account_id: accountId,
      id: newId('job'),
      event: JSON.stringify(event),
      run_at: heldBecause
        ? sql<Date>`'infinity'`
        : sql<Date>`now() + make_interval(secs => ${afterMs / 1000})`,
      last_error: heldBecause,
    })
    .execute()
  await wakeRunners(tx)
}

/** Has rows that wait for their next try, or were given up, run at once; all that were given up when `ids` is null. Returns how many. */
export async function runAgain(tx: Tx, accountId: string, ids: string[] | null): Promise<number> {
  const which = ids ? sql`id = any(${ids})` : sql`run_at = 'infinity'`
  const { rows } = await sql`
    update outbox set run_at = now(), attempts = case when run_at = 'infinity' then 0 else attempts end
    where account_id = ${accountId} and finished_at is null and (lease_until is null or lease_until < now()) and ${which}
    returning id`.execute(tx)
  if (rows.length > 0) await wakeRunners(tx)
  return rows.length
}

async function wakeRunners(tx: Tx): Promise<void> {
  await sql`select pg_notify('outbox', '')`.execute(tx)
}

// Longer than a process may stall; what was claimed by an answer that got lost waits as long.
const leaseSeconds = 30
const renewEveryMs = 10_000
const attemptsAtMost = 25
const longestPauseSeconds = 3600

interface ClaimedRow {
  account_id: string
  id: string
  event: ProductEvent
  done: string[]
  attempts: number
}

/** E-mails, which wait for a server of somebody else's, and all the rest. */
export type Lane = 'mail' | 'work'

/** Takes up to `limit` due rows of a lane for this process. Skips what others hold; a lease that ran out is taken over. */
export async function claim(app: App, lane: Lane, limit: number): Promise<ClaimedRow[]> {
  const isMail = sql`event->>'type' = 'message.queued'`
  const { rows } = await sql<ClaimedRow>`
    update outbox set lease_until = now() + make_interval(secs => ${leaseSeconds}), attempts = attempts + 1
    where (account_id, id) in (
      select account_id, id from outbox
      where finished_at is null and run_at <= now() and (lease_until is null or lease_until < now())
        and ${lane === 'mail' ? isMail : sql`not (${isMail})`}
      order by run_at limit ${limit} for update skip locked)
    returning account_id, id, event, done, attempts`.execute(app.db)
  return rows
}

/** Runs what is left of a claimed row. A reaction that fails puts the row back with a growing pause, in the end for good. */
export async function runClaimed(app: App, reactions: Reactions, row: ClaimedRow): Promise<void> {
  const where = sql`where account_id = ${row.account_id} and id = ${row.id}`
  // A slow mail server may outlast the lease: while the work goes on nobody else takes the row, so nothing goes out twice.
  const renewal = setInterval(() => {
    const until = sql`now() + make_interval(secs => ${leaseSeconds})`
    sql`update outbox set lease_until = ${until} ${where} and lease_until is not null`
      .execute(app.db)
      .catch(() => {})
  }, renewEveryMs)
  try {
    // Its worker died over it each time, so no failure was ever noted.
    if (row.attempts > attemptsAtMost)
      throw new Error('It was begun again and again and never came to an end.')
    for (const [name, reaction] of Object.entries(reactions[row.event.type] ?? {})) {
      if (row.done.includes(name)) continue
      await (reaction as Reaction)(app, row.account_id, row.event)
      await insist(() =>
        sql`update outbox set done = array_append(done, ${name}::text) ${where}`.execute(app.db),
      )
    }
    await insist(() =>
      sql`update outbox set finished_at = now(), lease_until = null, last_error = null ${where}`.execute(
        app.db,
      ),
    )
  } catch (error) {
    await insist(() => putBack(app, row, error instanceof Error ? error.message : String(error)))
  } finally {
    clearInterval(renewal)
  }
}

/** The row that was tried too often becomes a dead letter; whoever can help hears of it by the same transaction. */
async function putBack(app: App, row: ClaimedRow, error: string): Promise<void> {
  const isGivenUp = row.attempts >= attemptsAtMost
  const told = { event: row.event.type, id: row.id, attempts: row.attempts, error }
  if (isGivenUp) app.log.error(told, 'a reaction failed too often and is given up')
  else app.log.warn(told, 'a reaction failed and will run again')
  const pauseSeconds = Math.min(2 ** row.attempts, longestPauseSeconds) * (0.75 + Math.random() / 2)
  const next = isGivenUp ? sql`'infinity'` : sql`now() + make_interval(secs => ${pauseSeconds})`
  await inTransaction(app.db, async (tx) => {
    await sql`
      update outbox set lease_until = null, last_error = ${error}, run_at = ${next}
      where account_id = ${row.account_id} and id = ${row.id}`.execute(tx)
    // Of a letter about a dead letter nobody is told, or there would be no end to it.
    if (isGivenUp && row.event.type !== 'letter.died')
      await publish(tx, row.account_id, { type: 'letter.died', letterId: row.id })
  })
}

/** With one process on the database, whatever is leased at start was held by a process that died: run it at once. */
export async function releaseLeases(app: App): Promise<void> {
  await sql`update outbox set lease_until = null, run_at = least(run_at, now()) where finished_at is null and run_at < 'infinity'`.execute(
    app.db,
  )
}

/** How many events still have something to follow them. */
export async function countWaiting(app: App): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from outbox where finished_at is null`.execute(app.db)
  return rows[0]?.n ?? 0
}
