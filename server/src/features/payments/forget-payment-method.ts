import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { asRefusal, stripeFault } from '../../platform/stripe/client.ts'
import { findPaymentMethod } from '../customers/queries.ts'
import { removePaymentMethodRow } from '../customers/store.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'

/** Removes a saved method here and detaches it at Stripe (case 165). */
export async function forgetPaymentMethod(
  ctx: Context,
  input: { customerId: string; id: string },
): Promise<void> {
  const method = await findPaymentMethod(ctx.db, ctx.accountId, input.customerId, input.id)
  if (!method) throw new Refusal('not_found', 'There is no such payment method.')
  const connection = await activeConnection(ctx.db, ctx.accountId)
  if (connection?.stripe_account_id === method.stripe_account_id) {
    const stripe = await stripeOf(ctx, connection)
    try {
      await stripe.paymentMethods.detach(
        method.stripe_payment_method_id,
        {},
        { idempotencyKey: `${method.id}:detach` },
      )
    } catch (error) {
      // Already gone at Stripe is what was wanted.
      const fault = stripeFault(error)
      if (fault?.statusCode !== 404 && fault?.statusCode !== 400) throw asRefusal(error)
    }
  }
  await ctx.transaction((tx) => removePaymentMethodRow(tx, ctx.accountId, method.id, ctx.now()))
}
