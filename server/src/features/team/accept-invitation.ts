import type { AccountId } from '@quittance/core/ids'
import { Refusal } from '@quittance/core/refusal'
import type { App } from '../../context.ts'
import { hashPassword } from '../../platform/crypto/passwords.ts'
import { hashToken } from '../../platform/crypto/tokens.ts'
import { inTransaction, violates } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { findAccount } from '../accounts/queries.ts'
import { insertMember } from '../accounts/store.ts'
import { findInvitation, type Invitation } from './queries.ts'
import { deleteInvitation } from './store.ts'

/** What an invitation is for. @throws Refusal `not_found` when it does not open anything any more. */
export async function readInvitation(
  app: App,
  token: string,
): Promise<{ company: string; invitation: Invitation }> {
  const invitation = await findInvitation(app.db, hashToken(token), app.now())
  if (!invitation) throw gone()
  const { name } = await findAccount(app.db, invitation.account_id)
  return { company: name, invitation }
}

/** Makes whoever was invited a member, with a password of their own; once. @throws Refusal `not_found`, `email_taken`. */
export async function acceptInvitation(
  app: App,
  input: { token: string; name: string; password: string },
): Promise<{ accountId: AccountId; memberId: string }> {
  const { invitation } = await readInvitation(app, input.token)
  const accountId = invitation.account_id as AccountId
  const memberId = newId('mem')
  const passwordHash = await hashPassword(input.password)
  try {
    await inTransaction(app.db, async (tx) => {
      if (!(await deleteInvitation(tx, accountId, invitation.id))) throw gone()
      await insertMember(tx, {
        account_id: accountId,
        id: memberId,
        name: input.name,
        email: invitation.email,
        role: invitation.role,
        password_hash: passwordHash,
      })
    })
  } catch (error) {
    if (violates(error, 'members_sign_in'))
      throw new Refusal('email_taken', `Somebody signs in as ${invitation.email} already. Sign in instead.`)
    throw error
  }
  return { accountId, memberId }
}

function gone(): Refusal {
  return new Refusal(
    'not_found',
    'This invitation was used, taken back, or is too old. Ask whoever invited you for a new one.',
  )
}
