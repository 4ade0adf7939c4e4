import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { isConnected } from './queries.ts'
import { refreshInvoice, switchAllLinks, tell } from './store.ts'

/** After Stripe came back: the links that its removal disabled work again, under the same addresses (R19). */
export async function restorePaymentLinks(ctx: Context): Promise<number> {
  return ctx.transaction(async (tx) => {
    if (!(await isConnected(tx, ctx.accountId)))
      throw new Refusal('stripe_not_connected', 'Connect Stripe first; then the links can be turned back on.')
    const touched = await switchAllLinks(tx, ctx.accountId, false)
    for (const { invoice_id: invoiceId, payable } of touched) {
      await tell(tx, ctx, { invoiceId, type: 'link.restored', at: ctx.now() })
      if (payable) await refreshInvoice(tx, ctx.accountId, invoiceId, ctx.now())
    }
    return touched.filter((link) => link.payable).length
  })
}
