import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { findMember, type Member } from './queries.ts'
import { updateMember } from './store.ts'

/** Each administrator can opt out of payment e-mails for themselves (R29). */
export async function updateMyself(
  ctx: Context,
  changes: { name?: string | undefined; wants_payment_emails?: boolean | undefined },
): Promise<Member> {
  const { actor } = ctx
  if (actor.type !== 'member')
    throw new Refusal('forbidden', 'An API key is no member. Sign in to change your own settings.')
  return ctx.transaction(async (tx) => {
    await updateMember(
      tx,
      ctx.accountId,
      actor.id,
      Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
    )
    return (await findMember(tx, ctx.accountId, actor.id))!
  })
}
