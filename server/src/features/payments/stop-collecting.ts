import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { asRefusal, stripeFault } from '../../platform/stripe/client.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { giveUpPayment } from './give-up-payment.ts'
import { findOrMakeIntent } from './open-intent.ts'
import { findOpenPayment, findPayment, type Payment } from './queries.ts'
import { refreshPayment } from './refresh-payment.ts'
import { isSameStripe } from './same-stripe.ts'

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
  // Removed, or another account now: nobody can ask there, and nothing may wait for it for ever.
  if (!isSameStripe(payment, connection)) return giveUpPayment(ctx, payment, { leftAtStripe: true })
  // Asked to charge, and not answered: to find out would be to ask again. The reconciler does, until it is known.
  if (payment.off_session && !payment.intent_id) throw underWay()
  const stripe = await stripeOf(ctx, connection)
  try {
    const intentId = payment.intent_id ?? (await findOrMakeIntent(ctx, stripe, payment))?.id
    // A key a try: under one key Stripe would repeat its first answer, though the intent has moved on.
    if (intentId) await stripe.paymentIntents.cancel(intentId, {}, { idempotencyKey: newId('cancel') })
  } catch (error) {
    return afterFailedCancel(ctx, payment, error)
  }
  return refreshPayment(ctx, payment)
}

/** It may have just succeeded, be processing, or be cancelled though Stripe said 500: what counts is how it stands now. */
async function afterFailedCancel(ctx: Context, payment: Payment, error: unknown): Promise<Payment> {
  const now = await findPayment(ctx.db, ctx.accountId, payment.id)
  if (!now || now.closed_at) return now ?? payment
  const fault = stripeFault(error)
  const moved = fault?.code === 'payment_intent_unexpected_state' || fault?.statusCode === 404
  if (!moved && (fault?.statusCode ?? 0) < 500) throw asRefusal(error)
  const after = await refreshPayment(ctx, now)
  if (!moved && !after.closed_at) throw asRefusal(error)
  return after
}

/** A debit takes days, and nobody can call it back. */
export function underWay(): Refusal {
  return new Refusal(
    'payment_in_progress',
    'A payment of this invoice is on its way at Stripe. Wait until it has settled or failed.',
  )
}
