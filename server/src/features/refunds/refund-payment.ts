import { toStripeAmount } from '@quittance/core/currency'
import { formatMoney } from '@quittance/core/money'
import { refundable } from '@quittance/core/refund'
import { Refusal, refuseField } from '@quittance/core/refusal'
import type { Context, Tx } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { asRefusal } from '../../platform/stripe/client.ts'
import { withInvoiceLease } from '../invoices/invoice-lease.ts'
import { lockedInvoice } from '../invoices/load-invoice.ts'
import { findPayment, lockPayment, type Payment } from '../payments/queries.ts'
import type { manualMethods } from '../payments/record-payment.ts'
import { isSameStripe } from '../payments/same-stripe.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { tellBooked, writeRefundTotals } from './book-refund.ts'
import { findRefund, type Refund } from './queries.ts'
import { refundAtStripe } from './refund-at-stripe.ts'
import { insertRefund } from './store.ts'

export interface RefundPayment {
  paymentId: string
  /** Minor units; all that is left when left out. */
  amount?: number | undefined
  /** How it was given back outside Stripe; left out, the money goes back the way it came. */
  method?: (typeof manualMethods)[number] | undefined
  note?: string | undefined
}

/**
 * Gives a payment back, whole or in part, several times if need be, never more than was paid (R33). The refund is written
 * down before Stripe hears of it, under a key of its own: a crash, a repeat and Stripe's own news all meet the same one.
 * Returns it as it stands: `pending` also while Stripe's answer is not known.
 * @throws Refusal `payment_not_refundable`, `invalid_fields` for the amount, `invoice_busy`,
 * `stripe_not_connected`, `stripe_refused`.
 */
export async function refundPayment(ctx: Context, input: RefundPayment): Promise<Refund> {
  const payment = await findPayment(ctx.db, ctx.accountId, input.paymentId)
  if (!payment) throw new Refusal('not_found', 'There is no such payment.')
  const byHand = payment.source === 'manual' || input.method !== undefined
  const connection = await activeConnection(ctx.db, ctx.accountId)
  if (!byHand && !isSameStripe(payment, connection))
    throw new Refusal(
      'stripe_not_connected',
      'The Stripe account that took this payment is not connected. Connect it again, refund in its Dashboard, or give the money back another way and record that here.',
    )
  return withInvoiceLease(ctx, payment.invoice_id, async () => {
    const refund = await ctx.transaction((tx) => recordRefund(ctx, tx, payment, input, byHand))
    if (byHand) return refund
    try {
      await refundAtStripe(ctx, refund, payment)
    } catch (error) {
      const refusal = asRefusal(error)
      // Stripe may have done it or not: it stays under way, and is asked about until it is known (trap 11).
      if (!(refusal instanceof Refusal) || refusal.code !== 'stripe_unavailable') throw refusal
    }
    return (await findRefund(ctx.db, ctx.accountId, refund.id)) ?? refund
  })
}

async function recordRefund(
  ctx: Context,
  tx: Tx,
  { id: paymentId, invoice_id: invoiceId }: Payment,
  input: RefundPayment,
  byHand: boolean,
): Promise<Refund> {
  // The invoice first, then the payment, as everywhere: one order of locks, no deadlock.
  const loaded = await lockedInvoice(tx, ctx.accountId, invoiceId)
  const payment = await lockPayment(tx, ctx.accountId, paymentId)
  const amount = refundedAmount(payment, input.amount)
  const refund = await insertRefund(tx, {
    account_id: ctx.accountId,
    id: newId('re'),
    invoice_id: invoiceId,
    payment_id: paymentId,
    method: byHand ? (input.method ?? payment.method) : 'stripe',
    amount,
    currency: payment.currency,
    status: byHand ? 'succeeded' : 'pending',
    note: input.note || null,
    actor: JSON.stringify(ctx.actor),
    stripe_account_id: byHand ? null : payment.stripe_account_id,
    livemode: byHand ? null : payment.livemode,
    booked_at: byHand ? ctx.now() : null,
  })
  await writeRefundTotals(tx, ctx, refund, loaded)
  if (byHand) await tellBooked(tx, ctx, { ...refund, booked_at: null }, refund)
  return refund
}

function refundedAmount(payment: Payment, wished: number | undefined): number {
  const left = refundable({ ...payment, refunded: payment.amount_refunded })
  if (payment.status !== 'succeeded')
    throw new Refusal('payment_not_refundable', 'Only a payment that succeeded can be refunded.')
  if (payment.disputed)
    throw new Refusal(
      'payment_not_refundable',
      'The customer’s bank disputes this payment and may have taken the money back. Answer the dispute in Stripe’s Dashboard instead of refunding: refunding would pay twice.',
    )
  if (left === 0) throw new Refusal('payment_not_refundable', 'This payment is refunded in full already.')
  const amount = wished ?? left
  if (amount > left)
    throw refuseField(
      '/amount',
      `At most ${formatMoney(left, payment.currency, 'en')} of this payment can still be refunded.`,
    )
  if (payment.source === 'stripe') assertChargeable(amount, payment.currency)
  return amount
}

function assertChargeable(amount: number, currency: string): void {
  try {
    toStripeAmount(amount, currency)
  } catch {
    throw refuseField('/amount', 'Stripe moves this currency in steps of ten minor units only.')
  }
}
