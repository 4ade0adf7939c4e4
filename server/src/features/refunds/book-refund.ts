import { fromStripeAmount } from '@quittance/core/currency'
import type { AccountId } from '@quittance/core/ids'
import { postRefunds } from '@quittance/core/ledger'
import { type RefundStatus, refundMoves, stands } from '@quittance/core/refund'
import type { App, Context, Tx } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { findAccount } from '../accounts/queries.ts'
import { lockedInvoice } from '../invoices/load-invoice.ts'
import type { LoadedInvoice } from '../invoices/queries.ts'
import { tell, writeInvoice } from '../invoices/store.ts'
import { postToInvoice } from '../ledger/store.ts'
import { paidPaymentAt } from '../payments/paid-payment.ts'
import { lockPayment, type Payment } from '../payments/queries.ts'
import { updatePayment } from '../payments/store.ts'
import { tellOfTrouble } from '../payments/tell-of-trouble.ts'
import { findRefundOfStripe, type Refund, sumOfStanding } from './queries.ts'
import { insertRefund, updateRefund } from './store.ts'

/** What Stripe says of a refund, and at which of its accounts, in which mode. */
export interface RefundNews {
  stripeAccountId: string
  livemode: boolean
  refund: Stripe.Refund
}

/**
 * The one place where Stripe's word on a refund is believed: of ours or one made in its Dashboard (R31, trap 14), by
 * whatever way it comes, in any order and any number of times. Returns the refund, or null when its payment is none of
 * ours. @throws when the payment is not booked yet: the news is to come again.
 */
export async function bookRefund(app: App, accountId: AccountId, news: RefundNews): Promise<Refund | null> {
  const { refund, stripeAccountId, livemode } = news
  const payment = await paidPaymentAt(app, accountId, {
    stripeAccountId,
    livemode,
    payment_intent: refund.payment_intent,
    charge: refund.charge,
  })
  if (!payment) return null
  const ctx = contextOf(app, accountId, { type: 'stripe' })
  return ctx.transaction(async (tx) => {
    const loaded = await lockedInvoice(tx, accountId, payment.invoice_id)
    await lockPayment(tx, accountId, payment.id)
    const said = statusOf(refund)
    const known = await findRefundOfStripe(tx, accountId, {
      paymentId: payment.id,
      stripeRefundId: refund.id,
      hintedId: refund.metadata?.['refund_id'] ?? null,
    })
    const before = known ?? (await insertFound(tx, ctx, payment, news, said))
    const moves = known !== undefined && refundMoves(known.status, said)
    const booked = await updateRefund(tx, accountId, before.id, {
      stripe_refund_id: refund.id,
      checked_at: ctx.now(),
      booked_at: before.booked_at ?? ctx.now(),
      ...(moves ? { status: said, failure_reason: refund.failure_reason ?? null } : {}),
    })
    if (before.booked_at && !moves) return booked
    await writeRefundTotals(tx, ctx, booked, loaded)
    await tellBooked(tx, ctx, before, booked)
    return booked
  })
}

/** Refunds that Stripe knows more of later can be `null` there: still under way. */
function statusOf(refund: Stripe.Refund): RefundStatus {
  const statuses: RefundStatus[] = ['pending', 'requires_action', 'succeeded', 'failed', 'canceled']
  return statuses.find((status) => status === refund.status) ?? 'pending'
}

async function insertFound(
  tx: Tx,
  ctx: Context,
  payment: Payment,
  { refund, stripeAccountId, livemode }: RefundNews,
  status: RefundStatus,
): Promise<Refund> {
  return insertRefund(tx, {
    account_id: ctx.accountId,
    id: newId('re'),
    invoice_id: payment.invoice_id,
    payment_id: payment.id,
    method: 'stripe',
    amount: fromStripeAmount(refund.amount, refund.currency),
    currency: refund.currency,
    status,
    failure_reason: refund.failure_reason ?? null,
    actor: JSON.stringify(ctx.actor),
    stripe_account_id: stripeAccountId,
    livemode,
    stripe_refund_id: refund.id,
    created_at: new Date(refund.created * 1000),
  })
}

/** Posts what `refund` changed by coming to stand, or by ending, and writes the sums that follow. The invoice must be locked. */
export async function writeRefundTotals(
  tx: Tx,
  ctx: Context,
  refund: Refund,
  loaded: LoadedInvoice,
): Promise<void> {
  const payment = await lockPayment(tx, ctx.accountId, refund.payment_id)
  const before = payment.amount_refunded
  const after = await sumOfStanding(tx, ctx.accountId, payment.id)
  await updatePayment(tx, ctx.accountId, payment.id, { amount_refunded: after })
  const sums = await postToInvoice(
    tx,
    {
      accountId: ctx.accountId,
      invoiceId: refund.invoice_id,
      paymentId: payment.id,
      cause: `${refund.id}:${after > before ? 'made' : 'reversed'}`,
    },
    postRefunds(refund.method === 'stripe' ? 'stripe_balance' : 'cash', payment, before, after),
  )
  await writeInvoice(tx, loaded, sums, ctx.now())
}

/** Tells the timeline, and those who are to hear, how the refund stands now. */
export async function tellBooked(tx: Tx, ctx: Context, before: Refund, now: Refund): Promise<void> {
  const who = { accountId: ctx.accountId, actor: now.actor }
  const money = { amount: now.amount, currency: now.currency }
  const entry = {
    invoiceId: now.invoice_id,
    data: { ...money, refund_id: now.id, payment_id: now.payment_id, method: now.method, note: now.note },
    at: ctx.now(),
  }
  const atStripe = now.actor.type === 'stripe'
  if (!before.booked_at && stands(now.status)) {
    const pending = now.status !== 'succeeded'
    await tell(tx, who, {
      ...entry,
      type: pending ? 'refund.pending' : 'refund.succeeded',
      dedupeKey: `${now.id}:made`,
    })
    await tellOfTrouble(
      tx,
      ctx,
      {
        invoiceId: now.invoice_id,
        paymentId: now.payment_id,
        about: { what: 'refunded', ...money, byHand: now.method !== 'stripe' },
        key: `${now.id}:made`,
        customer: (await findAccount(tx, ctx.accountId)).send_customer_receipt,
      },
      { byThemselves: !atStripe },
    )
    return
  }
  if (stands(now.status)) {
    if (now.status === 'succeeded')
      await tell(tx, ctx, { ...entry, type: 'refund.succeeded', dedupeKey: `${now.id}:succeeded` })
    return
  }
  await tell(tx, ctx, {
    ...entry,
    type: `refund.${now.status}`,
    data: { ...entry.data, reason: now.failure_reason },
    dedupeKey: `${now.id}:ended`,
  })
  // Whoever asked for a refund that never came about is told at once, on the page: there is nothing to mail.
  if (before.booked_at)
    await tellOfTrouble(tx, ctx, {
      invoiceId: now.invoice_id,
      paymentId: now.payment_id,
      about: { what: 'refund_failed', ...money, reason: now.failure_reason },
      key: `${now.id}:ended`,
    })
}
