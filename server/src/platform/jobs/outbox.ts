import type { ProductEvent } from '@quittance/core/events'
import { sql } from 'kysely'
import type { App, Tx } from '../../context.ts'
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
 * what follows it waits that long.
 */
export async function publish(
  tx: Tx,
  accountId: string,
  event: ProductEvent,
  { afterMs = 0 } = {},
): Promise<void> {
  await tx
    .insertInto('outbox')
    .values({
      account_id: accountId,
      id: newId('job'),
      event: JSON.stringify(event),
      run_at: sql<Date>`now() + make_interval(secs => ${afterMs / 1000})`,
    })
    .execute()
  await sql`select pg_notify('outbox', '')`.execute(tx)
}

const leaseSeconds = 60
const renewEveryMs = 20_000
const attemptsAtMost = 25
const longestPauseSeconds = 3600

interface ClaimedRow {
  account_id: string
  id: string
  event: ProductEvent
  done: string[]
  attempts: number
}

/** Takes up to `limit` due rows for this process. Skips what others hold; a lease that ran out is taken over. */
export async function claim(app: App, limit: number): Promise<ClaimedRow[]> {
  const { rows } = await sql<ClaimedRow>`
    update outbox set lease_until = now() + make_interval(secs => ${leaseSeconds}), attempts = attempts + 1
    where (account_id, id) in (
      select account_id, id from outbox
      where finished_at is null and run_at <= now() and (lease_until is null or lease_until < now())
      order by run_at limit ${limit} for update skip locked)
    returning account_id, id, event, done, attempts`.execute(app.db)
  return rows
}

/** Runs what is left of a claimed row. A reaction that fails puts the row back with a growing pause. */
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
    for (const [name, reaction] of Object.entries(reactions[row.event.type] ?? {})) {
      if (row.done.includes(name)) continue
      await (reaction as Reaction)(app, row.account_id, row.event)
      await sql`update outbox set done = array_append(done, ${name}::text) ${where}`.execute(app.db)
    }
    await sql`update outbox set finished_at = now(), lease_until = null, last_error = null ${where}`.execute(
      app.db,
    )
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const pauseSeconds = Math.min(2 ** row.attempts, longestPauseSeconds) * (0.75 + Math.random() / 2)
    app.log.warn(
      { event: row.event.type, id: row.id, attempts: row.attempts, error: message },
      'a reaction failed and will run again',
    )
    const next =
      row.attempts >= attemptsAtMost ? sql`'infinity'` : sql`now() + make_interval(secs => ${pauseSeconds})`
    await sql`update outbox set lease_until = null, last_error = ${message}, run_at = ${next} ${where}`.execute(
      app.db,
    )
  } finally {
    clearInterval(renewal)
  }
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
