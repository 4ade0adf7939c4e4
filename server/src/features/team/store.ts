import type { AccountId } from '@quittance/core/ids'
import { type Insertable, sql } from 'kysely'
import type { Tx } from '../../context.ts'
import type { Database } from '../../database.ts'
import type { Invitation } from './queries.ts'

/** Whoever was asked before is asked anew: the address in the older mail opens nothing any more. */
export async function putInvitation(
  tx: Tx,
  invitation: Insertable<Database['invitations']>,
): Promise<Invitation> {
  const { account_id: accountId, email } = invitation
  await sql`delete from invitations where account_id = ${accountId} and lower(email) = ${email.toLowerCase()}`.execute(
    tx,
  )
  return tx.insertInto('invitations').values(invitation).returningAll().executeTakeFirstOrThrow()
}

/** Whether it was still there to take away: of two who accept it, one. */
export async function deleteInvitation(tx: Tx, accountId: AccountId, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('invitations')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Their sessions go with them. */
export async function deleteMember(tx: Tx, accountId: AccountId, id: string): Promise<void> {
  await tx.deleteFrom('members').where('account_id', '=', accountId).where('id', '=', id).execute()
}
