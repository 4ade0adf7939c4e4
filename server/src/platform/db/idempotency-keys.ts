import { sql } from 'kysely'
import type { Reader, Tx } from '../../context.ts'
import type { KeptAnswer } from '../../database.ts'

const abandonedAfterSeconds = 60

/** Where one request's key stands. */
export interface KeptKey {
  fingerprint: string
  committed: boolean
  answer: KeptAnswer | null
}

/**
 * Takes the key for this request. A key is free again after 24 h, and after a minute when its request died before it
 * committed anything. Returns null when it was taken, else what stands under it.
 */
export async function takeKey(
  db: Reader,
  accountId: string,
  key: string,
  fingerprint: string,
): Promise<KeptKey | null> {
  const { rows } = await sql<{ key: string }>`
    insert into idempotency_keys (account_id, key, fingerprint) values (${accountId}, ${key}, ${fingerprint})
    on conflict (account_id, key) do update
      set fingerprint = excluded.fingerprint, started_at = now(), committed = false, answer = null
      where idempotency_keys.started_at < now() - interval '24 hours'
         or (not idempotency_keys.committed and idempotency_keys.answer is null
             and idempotency_keys.fingerprint = excluded.fingerprint
             and idempotency_keys.started_at < now() - make_interval(secs => ${abandonedAfterSeconds}))
    returning key`.execute(db)
  if (rows.length) return null
  return db
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'committed', 'answer'])
    .where('account_id', '=', accountId)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
}

/** In the verb's own transaction: from here on the effect is there, whether or not its answer will be kept. */
export async function markCommitted(tx: Tx, accountId: string, key: string): Promise<void> {
  await tx
    .updateTable('idempotency_keys')
    .set({ committed: true })
    .where('account_id', '=', accountId)
    .where('key', '=', key)
    .execute()
}

export async function keepAnswer(
  db: Reader,
  accountId: string,
  key: string,
  answer: KeptAnswer,
): Promise<void> {
  await db
    .updateTable('idempotency_keys')
    .set({ answer: JSON.stringify(answer) })
    .where('account_id', '=', accountId)
    .where('key', '=', key)
    .execute()
}

/** Gives the key back after a request that had no effect. */
export async function releaseKey(db: Reader, accountId: string, key: string): Promise<void> {
  await db
    .deleteFrom('idempotency_keys')
    .where('account_id', '=', accountId)
    .where('key', '=', key)
    .where('committed', '=', false)
    .execute()
}
