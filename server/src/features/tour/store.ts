import type { AccountId } from '@quittance/core/ids'
import { sql } from 'kysely'
import type { Reader, Tx } from '../../context.ts'
import type { Walk } from './queries.ts'
import type { WalkStep } from './walk-steps.ts'

/** Begins the walk, or begins it anew: what was ticked before counts no more. */
export async function putWalk(tx: Tx, accountId: AccountId, startedAt: Date): Promise<void> {
  await tx.deleteFrom('tour_steps').where('account_id', '=', accountId).execute()
  await tx
    .insertInto('tour_walks')
    .values({ account_id: accountId, view: 'open', started_at: startedAt })
    .onConflict((oc) => oc.column('account_id').doUpdateSet({ view: 'open', started_at: startedAt }))
    .execute()
}

/** Whether there was a walk to show in another way. */
export async function setWalkView(db: Reader, accountId: AccountId, view: Walk['view']): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('tour_walks')
    .set({ view })
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Keeps what happened. A step that is done already keeps its time. */
export async function keepSteps(
  db: Reader,
  accountId: AccountId,
  steps: { step: WalkStep; at: Date }[],
): Promise<void> {
  if (steps.length === 0) return
  await db
    .insertInto('tour_steps')
    .values(steps.map(({ step, at }) => ({ account_id: accountId, step, done_at: at })))
    .onConflict((oc) => oc.doNothing())
    .execute()
}

/** The first time counts. */
export async function keepRead(db: Reader, accountId: AccountId, messageId: string, at: Date): Promise<void> {
  await db
    .insertInto('tour_reads')
    .values({ account_id: accountId, message_id: messageId, read_at: at })
    .onConflict((oc) => oc.doNothing())
    .execute()
}

/** The tour's calendar is ahead by so much more; sixty years are enough. */
export async function goOn(db: Reader, accountId: AccountId, seconds: number): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ seconds_ahead: sql`least(seconds_ahead::bigint + ${seconds}, 2000000000)` })
    .where('id', '=', accountId)
    .execute()
}
