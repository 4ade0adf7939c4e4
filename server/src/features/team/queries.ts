import type { AccountId } from '@quittance/core/ids'
import { type Selectable, sql } from 'kysely'
import type { Reader, Tx } from '../../context.ts'
import type { Database } from '../../database.ts'

export type Invitation = Selectable<Database['invitations']>

export async function listInvitations(db: Reader, accountId: AccountId): Promise<Invitation[]> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .execute()
}

/** By what stands in the mail; undefined once it was accepted, taken back, sent anew or is too old. */
export async function findInvitation(
  db: Reader,
  tokenHash: Buffer,
  now: Date,
): Promise<Invitation | undefined> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

/** Whether anybody signs in with this address, here or at another business of this server. */
export async function signsIn(tx: Tx, email: string): Promise<boolean> {
  const { rows } = await sql`
    select from members where lower(email) = ${email.toLowerCase()} and password_hash is not null`.execute(tx)
  return rows.length > 0
}
