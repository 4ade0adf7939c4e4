import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { asRefusal, type Stripe, stripeFault } from '../../platform/stripe/client.ts'
import { findPaymentMethod, type PaymentMethod } from '../customers/queries.ts'
import { removePaymentMethods } from '../customers/store.ts'
import { isSameStripe } from '../payments/same-stripe.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'

/**
 * Removes a saved method here and detaches it at Stripe (case 165). One of another Stripe account or mode than the
 * connected is out of our reach there, and removed here alone. @throws Refusal `not_found`, `stripe_unavailable`.
 */
export async function forgetPaymentMethod(
  ctx: Context,
  input: { customerId: string; id: string },
): Promise<void> {
  const method = await findPaymentMethod(ctx.db, ctx.accountId, input.customerId, input.id)
  if (!method) throw new Refusal('not_found', 'There is no such payment method.')
  const connection = await activeConnection(ctx.db, ctx.accountId)
  if (isSameStripe(method, connection)) await detach(await stripeOf(ctx, connection), method)
  await ctx.transaction((tx) =>
    removePaymentMethods(tx, ctx.accountId, input.customerId, [method.id], ctx.now()),
  )
}

async function detach(stripe: Stripe, { stripe_payment_method_id: id }: PaymentMethod): Promise<void> {
  try {
    // A key a try: detaching twice does no harm, and under one key Stripe would repeat a 500 for a day.
    await stripe.paymentMethods.detach(id, {}, { idempotencyKey: newId('detach') })
  } catch (error) {
    if (!(await isDetached(stripe, id, error))) throw asRefusal(error)
  }
}

/** Already gone at Stripe is what was wanted, and a 500 may hide that it was done. */
async function isDetached(stripe: Stripe, id: string, error: unknown): Promise<boolean> {
  const fault = stripeFault(error)
  if (fault?.statusCode === 404 || fault?.statusCode === 400) return true
  if ((fault?.statusCode ?? 0) < 500) return false
  try {
    return (await stripe.paymentMethods.retrieve(id)).customer === null
  } catch {
    return false
  }
}
