import type { Context } from '../../context.ts'
import { lockedInvoice } from './load-invoice.ts'
import { writeInvoice } from './store.ts'

/** Notes which invoice takes a cancelled one's place. */
export async function replaceInvoice(ctx: Context, input: { id: string; by: string }): Promise<void> {
  await ctx.transaction(async (tx) => {
    await writeInvoice(
      tx,
      await lockedInvoice(tx, ctx.accountId, input.id),
      { replaced_by: input.by },
      ctx.now(),
    )
  })
}
