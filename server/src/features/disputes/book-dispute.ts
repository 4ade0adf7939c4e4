import { fromStripeAmount } from '@quittance/core/currency'
import { disputeStanding, flagsInvoice, isDisputeOpen } from '@quittance/core/dispute'
import type { AccountId } from '@quittance/core/ids'
import { type LedgerSums, postDispute, postFee } from '@quittance/core/ledger'
import type { App, Context, Tx } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { lockedInvoice } from '../invoices/load-invoice.ts'
import { tell, writeInvoice } from '../invoices/store.ts'
import { post, postedSoFar, postToInvoice } from '../ledger/store.ts'
import { paidPaymentAt } from '../payments/paid-payment.ts'
import { lockPayment } from '../payments/queries.ts'
import { updatePayment } from '../payments/store.ts'
import { tellOfTrouble } from '../payments/tell-of-trouble.ts'
import { type Dispute, disputesOf, findDisputeOfStripe } from './queries.ts'
import { putDispute } from './store.ts'

export interface DisputeNews {
  stripeAccountId: string
  livemode: boolean
  /** As Stripe has it now. */
  dispute: Stripe.Dispute
}

/**
 * Writes down how a dispute stands (trap 16): the invoice carries the flag, what the bank took is no longer counted as
 * ours, the payment cannot be refunded meanwhile, and the administrators hear of its beginning, with the day by which to
 * answer, and of its end. A closed dispute stays closed, whatever late news says. null when it is about no payment of ours.
 */
export async function bookDispute(
  app: App,
  accountId: AccountId,
  news: DisputeNews,
): Promise<Dispute | null> {
  const { dispute, stripeAccountId, livemode } = news
  const payment = await paidPaymentAt(app, accountId, {
    stripeAccountId,
    livemode,
    payment_intent: dispute.payment_intent,
    charge: dispute.charge,
  })
  if (!payment) return null
  const ctx = contextOf(app, accountId, { type: 'stripe' })
  return ctx.transaction(async (tx) => {
    const loaded = await lockedInvoice(tx, accountId, payment.invoice_id)
    await lockPayment(tx, accountId, payment.id)
    const before = await findDisputeOfStripe(tx, accountId, {
      stripeAccountId,
      livemode,
      stripeDisputeId: dispute.id,
    })
    if (before && !isDisputeOpen(before.status) && isDisputeOpen(dispute.status)) return before
    const now = await putDispute(tx, {
      account_id: accountId,
      id: newId('dp'),
      invoice_id: payment.invoice_id,
      payment_id: payment.id,
      amount: fromStripeAmount(dispute.amount, dispute.currency),
      currency: dispute.currency,
      reason: dispute.reason,
      status: dispute.status,
      withdrawn: isWithdrawn(dispute) ? fromStripeAmount(dispute.amount, dispute.currency) : 0,
      due_by: dispute.evidence_details?.due_by ? new Date(dispute.evidence_details.due_by * 1000) : null,
      stripe_account_id: stripeAccountId,
      livemode,
      stripe_dispute_id: dispute.id,
      created_at: new Date(dispute.created * 1000),
      updated_at: ctx.now(),
    })
    const all = await disputesOf(tx, accountId, payment.invoice_id)
    await updatePayment(tx, accountId, payment.id, {
      disputed: all.some((one) => one.payment_id === payment.id && holdsPayment(one.status)),
    })
    const sums = await postMovements(tx, before, now, dispute)
    await writeInvoice(
      tx,
      loaded,
      { ...sums, disputed: all.some((one) => flagsInvoice(one.status)) },
      ctx.now(),
    )
    await tellWhatChanged(tx, ctx, before, now)
    return now
  })
}

/** Money that the bank took or gave back since the dispute was looked at last, and what Stripe charges for its trouble. */
async function postMovements(
  tx: Tx,
  before: Dispute | undefined,
  now: Dispute,
  { balance_transactions: movements }: Stripe.Dispute,
): Promise<LedgerSums> {
  const about = {
    accountId: now.account_id as AccountId,
    invoiceId: now.invoice_id,
    paymentId: now.payment_id,
  }
  const posted = await postedSoFar(tx, { ...about, subject: now.id })
  const fees = movements.reduce((sum, { fee, currency }) => sum + fromStripeAmount(fee, currency), 0)
  await post(
    tx,
    { ...about, cause: `${now.id}:${posted.postings + 1}:fee` },
    // They are all in the currency that the account's balance is kept in.
    movements[0] ? postFee(movements[0].currency, fees - posted.fees) : null,
  )
  return postToInvoice(
    tx,
    { ...about, cause: `${now.id}:${posted.postings + 1}` },
    postDispute(now.currency, before?.withdrawn ?? 0, now.withdrawn),
  )
}

/** An inquiry has taken nothing and is often best answered with a refund; a lost dispute has already paid it back. */
function holdsPayment(status: string): boolean {
  const standing = disputeStanding(status)
  return standing === 'open' || standing === 'lost'
}

/** The movements are in the currency of the account's balance: only their sign is of use. */
function isWithdrawn(dispute: Stripe.Dispute): boolean {
  return dispute.balance_transactions.reduce((sum, movement) => sum + movement.amount, 0) < 0
}

async function tellWhatChanged(
  tx: Tx,
  ctx: Context,
  before: Dispute | undefined,
  now: Dispute,
): Promise<void> {
  const money = { amount: now.amount, currency: now.currency }
  const dueBy = now.due_by?.toISOString() ?? null
  const about = { invoiceId: now.invoice_id, paymentId: now.payment_id }
  const standing = disputeStanding(now.status)
  const entry = {
    invoiceId: now.invoice_id,
    data: { ...money, dispute_id: now.id, payment_id: now.payment_id, reason: now.reason, due_by: dueBy },
    at: ctx.now(),
  }
  const isNew = await tell(tx, ctx, {
    ...entry,
    type: now.status.startsWith('warning_') ? 'dispute.inquiry' : 'dispute.opened',
    dedupeKey: `${now.id}:${now.status.startsWith('warning_') ? 'inquiry' : 'opened'}`,
  })
  if (isNew)
    await tellOfTrouble(tx, ctx, {
      ...about,
      about: { what: 'disputed', ...money, reason: now.reason, dueBy, inquiry: standing === 'warning' },
      key: `${now.id}:${standing === 'warning' ? 'inquiry' : 'opened'}`,
    })
  if (now.withdrawn > 0 && !before?.withdrawn)
    await tell(tx, ctx, { ...entry, type: 'dispute.funds_withdrawn', dedupeKey: `${now.id}:withdrawn` })
  if (now.withdrawn === 0 && (before?.withdrawn ?? 0) > 0)
    await tell(tx, ctx, { ...entry, type: 'dispute.funds_reinstated', dedupeKey: `${now.id}:reinstated` })
  if (before?.status !== now.status && now.status.endsWith('under_review'))
    await tell(tx, ctx, { ...entry, type: 'dispute.under_review', dedupeKey: `${now.id}:${now.status}` })
  if (standing === 'warning' || standing === 'open') return
  if (await tell(tx, ctx, { ...entry, type: `dispute.${standing}`, dedupeKey: `${now.id}:ended` }))
    await tellOfTrouble(tx, ctx, {
      ...about,
      about: { what: 'dispute_closed', ...money, outcome: standing },
      key: `${now.id}:ended`,
    })
}
