import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { asRefusal, stripeFault } from '../../platform/stripe/client.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { openIntent } from './open-intent.ts'
import { findOpenPayment, type Payment } from './queries.ts'
import { refreshPayment } from './refresh-payment.ts'

/**
 * Cancels the invoice's open PaymentIntent at Stripe, before what it owes may change (I11). Money that won the race is
 * booked instead. @throws Refusal `payment_in_progress` while a debit is under way, `stripe_unavailable`.
 */
export async function stopCollecting(ctx: Context, invoiceId: string): Promise<void> {
  const payment = await findOpenPayment(ctx.db, ctx.accountId, invoiceId)
  if (!payment) return
  if (payment.status === 'processing') throw underWay()
  const after = await cancelAtStripe(ctx, payment)
  if (after.status === 'processing') throw underWay()
}

async function cancelAtStripe(ctx: Context, payment: Payment): Promise<Payment> {
  const connection = await activeConnection(ctx.db, ctx.accountId)
  if (!connection || connection.stripe_account_id !== payment.stripe_account_id) throw underWay()
  try {
    const stripe = await stripeOf(ctx, connection)
    const intentId = payment.intent_id ?? (await openIntent(ctx, payment, connection)).intent.id
    await stripe.paymentIntents.cancel(intentId, {}, { idempotencyKey: `${payment.id}:cancel` })
  } catch (error) {
    // It has just succeeded, or is processing: Stripe's word is read and booked below.
    if (stripeFault(error)?.code !== 'payment_intent_unexpected_state') throw asRefusal(error)
  }
  return refreshPayment(ctx, payment)
}

function underWay(): Refusal {
  return new Refusal(
    'payment_in_progress',
    'A payment of this invoice is on its way at Stripe. Wait until it has settled or failed.',
  )
}
