import { dateIn } from '@quittance/core/invoice/due-date'
import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { hashToken, newToken } from '../../platform/crypto/tokens.ts'
import { newId } from '../../platform/ids.ts'
import { findAccount } from '../accounts/queries.ts'
import { queueMessage } from '../messages/store.ts'
import { type Invitation, signsIn } from './queries.ts'
import { putInvitation } from './store.ts'

export interface InviteMember {
  email: string
  role: 'administrator' | 'staff'
}

const goodForDays = 7

/**
 * Asks somebody to join (R49): by e-mail, and by the address in the answer, which is shown this once. Asking again
 * sends a new address, and the older one opens nothing. @throws Refusal `email_taken`, `forbidden` in a tour.
 */
export async function inviteMember(
  ctx: Context,
  input: InviteMember,
): Promise<{ invitation: Invitation; url: string }> {
  const account = await findAccount(ctx.db, ctx.accountId)
  if (account.kind === 'tour')
    throw new Refusal('forbidden', 'Nobody can be invited into a Live Tour: it is yours alone, and ends.')
  const token = newToken() + newToken()
  // Behind the #: no server, and so no log of one, ever sees it.
  const url = `${ctx.config.publicUrl}/join#${token}`
  const expiresAt = new Date(ctx.now().getTime() + goodForDays * 86_400_000)
  const { renderInvitationEmail } = await import('./invitation-email.tsx')
  const email = await renderInvitationEmail({
    language: account.language,
    company: account.name,
    url,
    expires: dateIn(account.time_zone, expiresAt),
  })
  return ctx.transaction(async (tx) => {
    if (await signsIn(tx, input.email))
      throw new Refusal('email_taken', 'Somebody signs in with this e-mail address already.', {
        errors: [{ pointer: '/email', detail: 'Somebody signs in with this address already.' }],
      })
    const invitation = await putInvitation(tx, {
      account_id: ctx.accountId,
      id: newId('vit'),
      email: input.email,
      role: input.role,
      token_hash: hashToken(token),
      created_at: ctx.now(),
      expires_at: expiresAt,
    })
    await queueMessage(tx, ctx.sealer, {
      account_id: ctx.accountId,
      id: newId('em'),
      dedupe_key: `invitation:${invitation.id}`,
      kind: 'invitation',
      recipients: [input.email],
      from_name: account.name,
      reply_to: account.email,
      subject: email.subject,
      html: email.html,
      body_text: email.text,
    })
    return { invitation, url }
  })
}
