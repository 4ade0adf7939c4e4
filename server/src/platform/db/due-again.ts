import { type RawBuilder, sql } from 'kysely'

/**
 * Whether it is time to ask again about what was last asked about at the column `checkedAt` (null: never) and is as old as
 * the column `since` says: every `intervalMs` while young, at least hourly when old. A time that has not come yet was
 * written by a server whose clock is fast, and proves nothing.
 */
export function dueAgain(checkedAt: string, since: string, intervalMs: number): RawBuilder<boolean> {
  const [checked, age] = [sql.ref(checkedAt), sql`(now() - ${sql.ref(since)})`]
  return sql<boolean>`(${checked} is null or ${checked} not between
    now() - least(greatest(make_interval(secs => ${intervalMs / 1000}), ${age} / 10), interval '1 hour') and now())`
}
