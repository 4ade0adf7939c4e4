import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { deleteInvitation } from './store.ts'

/** The address in the mail opens nothing any more. @throws Refusal `not_found`. */
export async function withdrawInvitation(ctx: Context, input: { id: string }): Promise<void> {
  await ctx.transaction(async (tx) => {
    if (!(await deleteInvitation(tx, ctx.accountId, input.id)))
      throw new Refusal('not_found', 'There is no such invitation.')
  })
}
