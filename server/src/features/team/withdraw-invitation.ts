import type { Context } from '../../context.ts'
import { deleteInvitation } from './store.ts'

/** The address in the mail opens nothing any more. One that is gone already is no fault. */
export async function withdrawInvitation(ctx: Context, input: { id: string }): Promise<void> {
  await ctx.transaction((tx) => deleteInvitation(tx, ctx.accountId, input.id))
}
