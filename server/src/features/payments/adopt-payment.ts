import { fromStripeAmount } from '@quittance/core/currency'
import type { Context, Tx } from '../../context.ts'
import { lockInvoice } from '../invoices/queries.ts'
import type { IntentNews } from './intent-facts.ts'
import { findPaymentOfIntent, type Payment } from './queries.ts'
import { insertPayment } from './store.ts'

/**
 * A PaymentIntent that was made by us for one of our invoices, and that these books do not know: they were restored from
 * a backup older than it (trap 25). Its payment is written down again, so that the money is booked and not asked for a
 * second time. null for every other intent, and for one that moved no money.
 */
export async function adoptPayment(ctx: Context, tx: Tx, news: IntentNews): Promise<Payment | null> {
  const { intent, stripeAccountId } = news
  const { account_id: account, invoice_id: invoiceId, payment_id: paymentId } = intent.metadata ?? {}
  const hasMoney = intent.status === 'succeeded' || intent.status === 'processing'
  if (account !== ctx.accountId || !invoiceId || !paymentId || !hasMoney) return null
  if (!(await lockInvoice(tx, ctx.accountId, invoiceId))) {
    ctx.log.error(
      { intent: intent.id, invoice: invoiceId },
      'Stripe holds a payment of an invoice that these books do not know: were they restored from an old backup?',
    )
    return null
  }
  // Whoever held the invoice until now may have found the same.
  const known = await findPaymentOfIntent(tx, ctx.accountId, news)
  if (known) return known
  ctx.log.warn(
    { intent: intent.id, payment: paymentId },
    'a payment that was missing in the books was found at Stripe',
  )
  return insertPayment(tx, {
    account_id: ctx.accountId,
    id: paymentId,
    invoice_id: invoiceId,
    source: 'stripe',
    method: 'card',
    amount: fromStripeAmount(intent.amount, intent.currency),
    currency: intent.currency,
    status: 'pending',
    stripe_account_id: stripeAccountId,
    livemode: intent.livemode,
    intent_id: intent.id,
    created_at: new Date(intent.created * 1000),
    // A success is booked in the next moment: it need not wait for whatever else is open for this invoice.
    closed_at: intent.status === 'succeeded' ? ctx.now() : null,
  })
}
