import type { Context } from '../../context.ts'
import { noteFirstView, tell } from './store.ts'

/** The customer saw the payment page. Told once; nothing else follows from looking (R16). */
export async function noteView(ctx: Context, invoiceId: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    if (await noteFirstView(tx, ctx.accountId, invoiceId, ctx.now()))
      await tell(tx, ctx, { invoiceId, type: 'invoice.viewed', at: ctx.now() })
  })
}
