import { Refusal } from '@quittance/core/refusal'
import type { App } from '../../context.ts'
import { verifyPassword } from '../../platform/crypto/passwords.ts'
import { hashToken, newToken } from '../../platform/crypto/tokens.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { findMemberByEmail } from './queries.ts'
import { insertSession } from './store.ts'

const sessionDays = 30
// Ten wrong passwords an address and quarter of an hour; fifty tries from one network address. Never a lasting lock.
const perEmail = { points: 10, duration: 900 }
const perClient = { points: 49, duration: 900 }

/** Checks the password and opens a session. The same refusal, in the same time, for a wrong password and an unknown address. */
export async function signIn(
  app: App,
  input: { email: string; password: string; clientAddress: string; userAgent: string },
): Promise<{ token: string; expiresAt: Date }> {
  await app.limits.spend(perClient, input.clientAddress)
  await app.limits.spend(perEmail, input.email.toLowerCase())
  const member = await findMemberByEmail(app.db, input.email)
  if (!(await verifyPassword(input.password, member?.password_hash ?? null)) || !member) {
    throw new Refusal('wrong_credentials', 'The e-mail address or the password is wrong.')
  }
  await app.limits.forgive(perEmail, input.email.toLowerCase())
  return openSession(app, { accountId: member.account_id, memberId: member.id, userAgent: input.userAgent })
}

/** A session under a fresh token, whatever cookie came with the request (no fixation). */
export async function openSession(
  app: App,
  input: { accountId: string; memberId: string; userAgent: string },
): Promise<{ token: string; expiresAt: Date }> {
  const token = newToken() + newToken()
  const expiresAt = new Date(app.now().getTime() + sessionDays * 86_400_000)
  await inTransaction(app.db, (tx) =>
    insertSession(tx, {
      token_hash: hashToken(token),
      account_id: input.accountId,
      member_id: input.memberId,
      user_agent: input.userAgent.slice(0, 200),
      expires_at: expiresAt,
    }),
  )
  return { token, expiresAt }
}
