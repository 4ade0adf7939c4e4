import type { AccountId } from '@quittance/core/ids'
import { type Insertable, sql, type Updateable } from 'kysely'
import type { Reader, Tx } from '../../context.ts'
import type { Database } from '../../database.ts'

/** Holds off everybody else who sets up a first business, until the transaction ends. */
export async function lockSetup(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('quittance setup'))`.execute(tx)
}

export async function insertAccount(tx: Tx, account: Insertable<Database['accounts']>): Promise<void> {
  await tx.insertInto('accounts').values(account).execute()
}

export async function insertMember(tx: Tx, member: Insertable<Database['members']>): Promise<void> {
  await tx.insertInto('members').values(member).execute()
}

export async function updateAccount(
  tx: Tx,
  accountId: AccountId,
  changes: Updateable<Database['accounts']>,
): Promise<void> {
  if (Object.keys(changes).length)
    await tx.updateTable('accounts').set(changes).where('id', '=', accountId).execute()
}

export async function updateMember(
  tx: Tx,
  accountId: AccountId,
  memberId: string,
  changes: Updateable<Database['members']>,
): Promise<void> {
  if (Object.keys(changes).length)
    await tx
      .updateTable('members')
      .set(changes)
      .where('account_id', '=', accountId)
      .where('id', '=', memberId)
      .execute()
}

export async function insertSession(tx: Tx, session: Insertable<Database['sessions']>): Promise<void> {
  await tx.insertInto('sessions').values(session).execute()
}

export async function deleteSession(db: Reader, tokenHash: Buffer): Promise<void> {
  await db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute()
}

export async function insertApiKey(tx: Tx, key: Insertable<Database['api_keys']>): Promise<void> {
  await tx.insertInto('api_keys').values(key).execute()
}

export async function insertTourKey(tx: Tx, key: Insertable<Database['tour_keys']>): Promise<void> {
  await tx.insertInto('tour_keys').values(key).execute()
}

/** Whether a key of that id was there to revoke. */
export async function revokeApiKeyRow(tx: Tx, accountId: AccountId, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('api_keys')
    .set({ revoked_at: now })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Everything of these accounts goes with them. */
export async function deleteAccounts(tx: Tx, accountIds: string[]): Promise<void> {
  if (accountIds.length === 0) return
  await tx.deleteFrom('payments').where('account_id', 'in', accountIds).execute()
  await tx.deleteFrom('invoices').where('account_id', 'in', accountIds).execute()
  await tx.deleteFrom('accounts').where('id', 'in', accountIds).execute()
}

export async function touchAccount(db: Reader, accountId: string, now: Date): Promise<void> {
  await db.updateTable('accounts').set({ last_seen_at: now }).where('id', '=', accountId).execute()
}

export async function touchApiKey(db: Reader, accountId: string, id: string, now: Date): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ last_used_at: now })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
}
