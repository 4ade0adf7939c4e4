import { Refusal } from '@quittance/core/refusal'
import type { Context, Tx } from '../../context.ts'
import { findMember, type Member } from '../accounts/queries.ts'
import { updateMember } from '../accounts/store.ts'
import { deleteMember } from './store.ts'

/** Gives a member another role; it counts from their very next request. @throws Refusal `not_found`, `forbidden`. */
export async function changeMember(
  ctx: Context,
  input: { id: string; role: 'administrator' | 'staff' },
): Promise<Member> {
  return ctx.transaction(async (tx) => {
    const member = await another(ctx, tx, input.id)
    await updateMember(tx, ctx.accountId, member.id, { role: input.role })
    return { ...member, role: input.role }
  })
}

/** Takes a member out; they are signed out everywhere at once. What they did keeps their name. @throws Refusal `not_found`, `forbidden`. */
export async function removeMember(ctx: Context, input: { id: string }): Promise<void> {
  await ctx.transaction(async (tx) => {
    const member = await another(ctx, tx, input.id)
    await deleteMember(tx, ctx.accountId, member.id)
  })
}

/** Neither the owner, without whom nobody could manage Stripe, nor oneself, by mistake. */
async function another(ctx: Context, tx: Tx, id: string): Promise<Member> {
  const member = await findMember(tx, ctx.accountId, id)
  if (!member) throw new Refusal('not_found', 'There is no such member.')
  if (member.role === 'owner')
    throw new Refusal('forbidden', 'The owner stays the owner: nobody else can manage Stripe and API keys.')
  if (ctx.actor.type === 'member' && ctx.actor.id === id)
    throw new Refusal('forbidden', 'Ask somebody else to change your own role, or to take you out.')
  return member
}
