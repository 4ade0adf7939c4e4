import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { lockActiveConnection } from '../stripe-connection/queries.ts'
import { followConnection } from './follow-connection.ts'

/** After Stripe came back: the links that its removal disabled work again, under the same addresses (R19). */
export async function restorePaymentLinks(ctx: Context): Promise<number> {
  return ctx.transaction(async (tx) => {
    if (!(await lockActiveConnection(tx, ctx.accountId, 'share')))
      throw new Refusal('stripe_not_connected', 'Connect Stripe first; then the links can be turned back on.')
    return followConnection(ctx, tx, 'restored')
  })
}
