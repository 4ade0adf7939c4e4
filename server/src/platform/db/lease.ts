import { sql } from 'kysely'
import type { Reader } from '../../context.ts'
import { newId } from '../ids.ts'
import { insistBehind } from './insist.ts'

const leaseSeconds = 15
const renewEveryMs = 5_000
const waitAtMostMs = 8_000
const longestPauseMs = 200

/** What is to be done by one at a time: an invoice's id, say. */
export interface LeaseOf {
  accountId: string
  subject: string
}

/**
 * Runs `work` while nobody else, in any process, holds the lease: for what takes longer than a row may be locked. A
 * process that dies keeps it for 15 s at most. One that stalls for longer loses it without knowing: what must never
 * happen twice needs a constraint of its own beside. Not to be taken again within `work`.
 * @throws what `tooLate` makes, when its turn does not come within 8 s.
 */
export async function withLease<T>(
  db: Reader,
  of: LeaseOf,
  work: () => Promise<T>,
  tooLate: () => Error,
): Promise<T> {
  const holder = newId('lease')
  const until = Date.now() + waitAtMostMs
  let renewal: NodeJS.Timeout | undefined
  try {
    for (let pauseMs = 10; !(await take(db, of, holder)); pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      if (Date.now() > until) throw tooLate()
      await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())))
    }
    // Where renewing fails the lease lapses by itself.
    renewal = setInterval(() => void renew(db, of, holder).catch(() => {}), renewEveryMs)
    return await work()
  } finally {
    clearInterval(renewal)
    // Also after a take whose answer was lost: it may be ours.
    await insistBehind(() => release(db, of, holder))
  }
}

/** With one process on the database, whatever is held at start was held by one that died. */
export async function forgetLeases(db: Reader): Promise<void> {
  await db.deleteFrom('leases').execute()
}

async function take(db: Reader, { accountId, subject }: LeaseOf, holder: string): Promise<boolean> {
  const { rows } = await sql`
    insert into leases (account_id, subject, holder, held_until)
    values (${accountId}, ${subject}, ${holder}, now() + make_interval(secs => ${leaseSeconds}))
    on conflict (account_id, subject) do update set holder = excluded.holder, held_until = excluded.held_until
    where leases.held_until < now()
    returning 1`.execute(db)
  return rows.length > 0
}

async function renew(db: Reader, { accountId, subject }: LeaseOf, holder: string): Promise<void> {
  await sql`
    update leases set held_until = now() + make_interval(secs => ${leaseSeconds})
    where account_id = ${accountId} and subject = ${subject} and holder = ${holder}`.execute(db)
}

async function release(db: Reader, { accountId, subject }: LeaseOf, holder: string): Promise<void> {
  await sql`delete from leases where account_id = ${accountId} and subject = ${subject} and holder = ${holder}`.execute(
    db,
  )
}
