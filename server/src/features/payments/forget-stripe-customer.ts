import type { Context } from '../../context.ts'
import { type AtStripe, listPaymentMethods } from '../customers/queries.ts'
import { forgetStripeCustomer, removePaymentMethods } from '../customers/store.ts'

/**
 * Stripe knows this customer no more (trap 19): their id there and the methods saved under it are forgotten, everything
 * else of them is kept. The next use makes them anew. Changes nothing when they were made anew already.
 */
export async function forgetStripeCustomerOf(ctx: Context, at: AtStripe, stripeId: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const customerId = await forgetStripeCustomer(tx, ctx.accountId, at, stripeId)
    if (!customerId) return
    const gone = (await listPaymentMethods(tx, ctx.accountId, customerId)).filter(
      (method) => method.stripe_account_id === at.stripe_account_id && method.livemode === at.livemode,
    )
    if (gone.length > 0)
      await removePaymentMethods(
        tx,
        ctx.accountId,
        customerId,
        gone.map((method) => method.id),
        ctx.now(),
      )
  })
}
