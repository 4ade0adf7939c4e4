import { toStripeAmount } from '@quittance/core/currency'
import type { Context } from '../../context.ts'
import { type Stripe, stripeFault } from '../../platform/stripe/client.ts'
import { lockedInvoice } from '../invoices/load-invoice.ts'
import { lockPayment, type Payment } from '../payments/queries.ts'
import { isSameStripe } from '../payments/same-stripe.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { bookRefund, tellBooked, writeRefundTotals } from './book-refund.ts'
import { findRefund, type Refund } from './queries.ts'
import { updateRefund } from './store.ts'

// Stripe may forget an idempotency key after 24 h, and would then refund a second time.
const keyLifetimeMs = 23 * 3_600_000

/**
 * Brings a refund of ours to Stripe, or asks how it stands there, and books the answer. Runs again after a crash or a
 * silence: the same key finds the same refund. @throws what Stripe's SDK threw; a final no has ended the refund.
 */
export async function refundAtStripe(ctx: Context, refund: Refund, payment: Payment): Promise<void> {
  const connection = await activeConnection(ctx.db, ctx.accountId)
  if (!isSameStripe(payment, connection)) return
  const stripe = await stripeOf(ctx, connection)
  const isYoung = ctx.now().getTime() - refund.created_at.getTime() < keyLifetimeMs
  const known = refund.stripe_refund_id
    ? await stripe.refunds.retrieve(refund.stripe_refund_id)
    : await makeRefund(ctx, stripe, refund, payment, isYoung)
  if (known)
    await bookRefund(ctx, ctx.accountId, {
      stripeAccountId: connection.stripe_account_id,
      livemode: connection.livemode,
      refund: known,
    })
  else await endRefund(ctx, refund, 'Stripe never confirmed this refund.')
}

async function makeRefund(
  ctx: Context,
  stripe: Stripe,
  refund: Refund,
  payment: Payment,
  isYoung: boolean,
): Promise<Stripe.Refund | null> {
  if (!isYoung) return lookForRefund(stripe, refund, payment)
  try {
    return await stripe.refunds.create(
      {
        payment_intent: payment.intent_id!,
        amount: toStripeAmount(refund.amount, refund.currency),
        metadata: { refund_id: refund.id, account_id: ctx.accountId },
      },
      { idempotencyKey: `${refund.id}:refund` },
    )
  } catch (error) {
    const status = stripeFault(error)?.statusCode ?? 0
    // A 500 is kept under the key, whether or not the refund was made: so it is looked for.
    const made = status >= 500 ? await lookForRefund(stripe, refund, payment) : null
    if (made) return made
    if (status >= 400 && status < 500 && status !== 409 && status !== 429)
      await endRefund(ctx, refund, (error as Error).message)
    throw error
  }
}

async function lookForRefund(
  stripe: Stripe,
  refund: Refund,
  payment: Payment,
): Promise<Stripe.Refund | null> {
  for await (const one of stripe.refunds.list({ payment_intent: payment.intent_id!, limit: 100 })) {
    if (one.metadata?.['refund_id'] === refund.id) return one
  }
  return null
}

/** It never came about: what it held of the payment is free again. */
async function endRefund(
  ctx: Context,
  { id, invoice_id, payment_id }: Refund,
  reason: string,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const loaded = await lockedInvoice(tx, ctx.accountId, invoice_id)
    await lockPayment(tx, ctx.accountId, payment_id)
    const before = await findRefund(tx, ctx.accountId, id)
    if (!before || before.stripe_refund_id || before.status !== 'pending') return
    const ended = await updateRefund(tx, ctx.accountId, id, { status: 'failed', failure_reason: reason })
    await writeRefundTotals(tx, ctx, ended, loaded)
    await tellBooked(tx, ctx, before, ended)
  })
}
