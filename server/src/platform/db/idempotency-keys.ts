import { sql } from 'kysely'
import type { Reader, Tx } from '../../context.ts'
import type { KeptAnswer } from '../../database.ts'

const abandonedAfterSeconds = 15
/** How often its holder says that it is alive. */
export const keepAliveEveryMs = 5_000

/** A key as one request holds it: `since` tells it from a request that held it before, or took it over later. */
export interface HeldKey {
  accountId: string
  key: string
  since: string
}

/** Where one request's key stands. */
export interface KeptKey {
  fingerprint: string
  committed: boolean
  answer: KeptAnswer | null
}

// Requests under one key that are all refused may pass it on a few times; after that the answer is that it is in use.
const takesAtMost = 5

/**
 * Takes the key for this request. A key is free again after 24 h, and 15 s after its request died before it
 * committed anything. Returns the key as held, else what stands under it.
 */
export async function takeKey(
  db: Reader,
  accountId: string,
  key: string,
  fingerprint: string,
): Promise<{ held: HeldKey } | { kept: KeptKey }> {
  for (let take = 1; take <= takesAtMost; take++) {
    const standing = await takeOnce(db, accountId, key, fingerprint)
    if (standing) return standing
  }
  return { kept: { fingerprint, committed: false, answer: null } }
}

/** null: it was held, and given back before we could look. */
async function takeOnce(
  db: Reader,
  accountId: string,
  key: string,
  fingerprint: string,
): Promise<{ held: HeldKey } | { kept: KeptKey } | null> {
  const { rows } = await sql<{ since: string }>`
    insert into idempotency_keys (account_id, key, fingerprint) values (${accountId}, ${key}, ${fingerprint})
    on conflict (account_id, key) do update
      set fingerprint = excluded.fingerprint, started_at = now(), alive_at = now(), committed = false, answer = null
      where idempotency_keys.started_at < now() - interval '24 hours'
         or (not idempotency_keys.committed and idempotency_keys.answer is null
             and idempotency_keys.fingerprint = excluded.fingerprint
             and idempotency_keys.alive_at < now() - make_interval(secs => ${abandonedAfterSeconds}))
    returning started_at::text as since`.execute(db)
  if (rows[0]) return { held: { accountId, key, since: rows[0].since } }
  const kept = await db
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'committed', 'answer'])
    .where('account_id', '=', accountId)
    .where('key', '=', key)
    .executeTakeFirst()
  return kept ? { kept } : null
}

/**
 * In the verb's own transaction: from here on the effect is there, whether or not its answer will be kept. false: another
 * request took the key over, so this one must roll back.
 */
export async function markCommitted(tx: Tx, held: HeldKey): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('idempotency_keys')
    .set({ committed: true })
    .where(isHeld(held))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Its request is still under way. */
export async function keepAlive(db: Reader, held: HeldKey): Promise<void> {
  await sql`update idempotency_keys set alive_at = now() where ${isHeld(held)}`.execute(db)
}

/** With one process on the database, whatever is held at start was held by one that died. */
export async function giveKeysBack(db: Reader): Promise<void> {
  await sql`update idempotency_keys set alive_at = '-infinity' where answer is null and not committed`.execute(
    db,
  )
}

export async function keepAnswer(db: Reader, held: HeldKey, answer: KeptAnswer): Promise<void> {
  await db
    .updateTable('idempotency_keys')
    .set({ answer: JSON.stringify(answer) })
    .where(isHeld(held))
    .execute()
}

/** Gives the key back after a request that had no effect. */
export async function releaseKey(db: Reader, held: HeldKey): Promise<void> {
  await db.deleteFrom('idempotency_keys').where(isHeld(held)).where('committed', '=', false).execute()
}

function isHeld({ accountId, key, since }: HeldKey) {
  return sql<boolean>`account_id = ${accountId} and key = ${key} and started_at = ${since}::timestamptz`
}
