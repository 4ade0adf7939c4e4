import { type AccountId } from '@quittance/core/ids'
import { whoHearsOfPayment } from '@quittance/core/notification-policy'
import { applySuccess, decidePayment, type PaymentChange } from '@quittance/core/payment'
import type { App, Context, Tx } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { publish } from '../../platform/jobs/outbox.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { findAccount, listMembers } from '../accounts/queries.ts'
import { insertPaymentMethod } from '../customers/store.ts'
import { dueOf } from '../invoices/due.ts'
import { lockedInvoice } from '../invoices/load-invoice.ts'
import type { LoadedInvoice } from '../invoices/queries.ts'
import { tell, writeInvoice } from '../invoices/store.ts'
import { adoptPayment } from './adopt-payment.ts'
import { adviceOf, followRefusedCharge } from './follow-refused-charge.ts'
import { chargeIdOf, chargeOf, factsOf, type IntentNews, idOf, methodOf } from './intent-facts.ts'
import { postMoney } from './post-money.ts'
import { countSucceeded, findPaymentOfIntent, lockPayment, type Payment } from './queries.ts'
import { updatePayment } from './store.ts'
import { tellOfTrouble } from './tell-of-trouble.ts'

/**
 * The one place where money from Stripe is believed, whoever brings the news: webhook, the payer's return or
 * reconciliation, in any order and any number of times (R28). Books the payment, the invoice, the timeline and the
 * e-mails that follow in one transaction. Returns the payment, or null when the intent is none of ours.
 */
export async function settlePayment(
  app: App,
  accountId: AccountId,
  news: IntentNews,
): Promise<Payment | null> {
  const ctx = contextOf(app, accountId, { type: 'stripe' })
  return ctx.transaction(async (tx) => {
    const found = (await findPaymentOfIntent(tx, accountId, news)) ?? (await adoptPayment(ctx, tx, news))
    if (!found) return null
    // Always the invoice first, then the payment: one order of locks, no deadlock.
    const loaded = await lockedInvoice(tx, accountId, found.invoice_id)
    const payment = await lockPayment(tx, accountId, found.id)
    const change = decidePayment(
      { status: payment.status, closed: payment.closed_at !== null, lastAttemptId: payment.last_attempt_id },
      factsOf(news.intent),
    )
    const isAsked = news.intent.status === 'requires_action'
    const noted = {
      checked_at: ctx.now(),
      intent_id: news.intent.id,
      confirmation_asked_at: isAsked ? (payment.confirmation_asked_at ?? ctx.now()) : null,
    }
    if (change.type === 'nothing') return updatePayment(tx, accountId, payment.id, noted)
    return updatePayment(tx, accountId, payment.id, {
      ...noted,
      ...(await apply(ctx, tx, loaded, payment, change, news)),
    })
  })
}

type Changes = Parameters<typeof updatePayment>[3]

async function apply(
  ctx: Context,
  tx: Tx,
  loaded: LoadedInvoice,
  payment: Payment,
  change: Exclude<PaymentChange, { type: 'nothing' }>,
  news: IntentNews,
): Promise<Changes> {
  const { intent } = news
  const now = ctx.now()
  const entry = { invoiceId: payment.invoice_id, at: now }
  const money = { payment_id: payment.id, amount: payment.amount, currency: payment.currency }
  switch (change.type) {
    case 'succeeded':
      return bookSuccess(ctx, tx, loaded, payment, change, news)
    case 'processing':
      await tell(tx, ctx, { ...entry, type: 'payment.processing', data: money })
      await writeInvoice(tx, loaded, { processing: true }, now)
      return { status: 'processing', ...describe(intent) }
    case 'failed': {
      const advice = adviceOf(intent)
      await tell(tx, ctx, {
        ...entry,
        type: 'payment.failed',
        data: { ...money, code: change.code, message: change.message },
        dedupeKey: `${payment.id}:failed:${change.attemptId}`,
      })
      if (!payment.off_session || advice !== 'confirm') await tellOfFailure(tx, ctx, payment, change)
      if (loaded.invoice.processing) await writeInvoice(tx, loaded, { processing: false }, now)
      if (payment.off_session)
        await followRefusedCharge(tx, ctx, loaded, payment, {
          advice,
          methodId: idOf(intent.last_payment_error?.payment_method),
        })
      return {
        ...askedAgainSoon(payment),
        status: 'failed',
        last_attempt_id: change.attemptId,
        failure_code: change.code,
        failure_message: change.message,
        // The intent that the payer was asked to confirm goes on waiting for them.
        failure_advice: payment.failure_advice === 'confirm' ? 'confirm' : advice,
      }
    }
    case 'reopened':
      await writeInvoice(tx, loaded, { processing: false }, now)
      return { ...askedAgainSoon(payment), status: 'pending' }
    case 'canceled':
      await tell(tx, ctx, { ...entry, type: 'payment.canceled', data: money })
      if (loaded.invoice.processing) await writeInvoice(tx, loaded, { processing: false }, now)
      return { status: 'canceled', closed_at: now }
  }
}

/** What comes back after days can be paid again at Stripe, also where no link is on any more: the reconciler looks next. */
function askedAgainSoon(payment: Payment): Changes {
  return payment.status === 'processing' ? { checked_at: new Date(0) } : {}
}

// Whoever mistypes a number tries again at once: nobody need hear of that.
const declineToldAfterMs = 10 * 60_000

/** A debit that comes back after days is news for payer and office at once (trap 12), a declined card if nobody pays soon. */
async function tellOfFailure(
  tx: Tx,
  ctx: Context,
  payment: Payment,
  failure: { attemptId: string; message: string },
): Promise<void> {
  const about = { invoiceId: payment.invoice_id, paymentId: payment.id }
  if (payment.status === 'processing') {
    const { amount, currency } = payment
    await tellOfTrouble(tx, ctx, {
      ...about,
      about: { what: 'debit_failed', amount, currency, reason: failure.message },
      key: `${payment.id}:failed:${failure.attemptId}`,
      customer: true,
    })
    return
  }
  await tellOfTrouble(
    tx,
    ctx,
    { ...about, about: { what: 'declined' }, key: `${payment.id}:declined` },
    { afterMs: declineToldAfterMs },
  )
}

// Books that were restored do not know whom they told already (F14).
const receiptHeldAfterMs = 24 * 3_600_000

async function bookSuccess(
  ctx: Context,
  tx: Tx,
  loaded: LoadedInvoice,
  payment: Payment,
  success: { amount: number; currency: string },
  { intent, happenedAt }: IntentNews,
): Promise<Changes> {
  const now = ctx.now()
  const { invoice } = loaded
  const due = dueOf(invoice)
  // Stripe's figures, never ours (I10).
  const { applied, unapplied } = applySuccess(
    { cancelled: invoice.cancelled_at !== null, currency: invoice.currency, due },
    success,
  )
  const described = describe(intent)
  const data = {
    payment_id: payment.id,
    amount: success.amount,
    currency: success.currency,
    method: described.method_label,
  }
  await tell(tx, ctx, {
    invoiceId: invoice.id,
    type: 'payment.succeeded',
    data,
    dedupeKey: `${payment.id}:succeeded`,
    at: now,
  })
  const sums = await postMoney(tx, payment, { currency: success.currency, applied, unapplied })
  const written = await writeInvoice(tx, loaded, { ...sums, processing: false }, now)
  if (written.invoice.status === 'paid' && invoice.status !== 'paid')
    await tell(tx, ctx, { invoiceId: invoice.id, type: 'invoice.paid', at: now })
  if (unapplied > 0) {
    await tell(tx, ctx, {
      invoiceId: invoice.id,
      type: 'payment.unapplied',
      data: { ...data, unapplied },
      dedupeKey: `${payment.id}:unapplied`,
      at: now,
    })
    await publish(tx, ctx.accountId, {
      type: 'payment.unapplied',
      paymentId: payment.id,
      invoiceId: invoice.id,
    })
  }
  const account = await findAccount(tx, ctx.accountId)
  const hears = whoHearsOfPayment(
    {
      notifyAdministratorsOnPayment: account.notify_administrators_on_payment,
      sendCustomerReceipt: account.send_customer_receipt,
    },
    (await listMembers(tx, ctx.accountId)).map((member) => ({
      id: member.id,
      role: member.role,
      email: member.email,
      wantsPaymentEmails: member.wants_payment_emails,
    })),
  )
  await publish(tx, ctx.accountId, {
    type: 'payment.succeeded',
    paymentId: payment.id,
    invoiceId: invoice.id,
    administrators: hears.administrators.map((member) => member.id),
    receipt: hears.customer,
    ...(happenedAt && now.getTime() - happenedAt.getTime() > receiptHeldAfterMs
      ? { foundLate: happenedAt.toISOString() }
      : {}),
  })
  await keepMethod(ctx, tx, loaded, payment, intent)
  return {
    ...described,
    status: 'succeeded',
    // If Stripe took another currency or amount than asked, the books say what came.
    amount: success.amount,
    currency: success.currency,
    applied,
    unapplied,
    charge_id: chargeIdOf(intent),
    receipt_number: `${invoice.number}-R${(await countSucceeded(tx, ctx.accountId, invoice.id)) + 1}`,
    failure_code: null,
    failure_message: null,
    succeeded_at: new Date((chargeOf(intent)?.created ?? intent.created) * 1000),
    closed_at: now,
  }
}

/** Keeps what the payer ticked to keep, with the proof of it (R23). */
async function keepMethod(
  ctx: Context,
  tx: Tx,
  loaded: LoadedInvoice,
  payment: Payment,
  intent: Stripe.PaymentIntent,
): Promise<void> {
  const methodId =
    typeof intent.payment_method === 'string' ? intent.payment_method : intent.payment_method?.id
  if (!payment.save_consent || !methodId || !intent.setup_future_usage) return
  const { method, brand, last4, expMonth, expYear } = methodOf(chargeOf(intent))
  const isNew = await insertPaymentMethod(tx, {
    account_id: ctx.accountId,
    id: newId('pm'),
    customer_id: loaded.invoice.customer_id,
    stripe_account_id: payment.stripe_account_id!,
    livemode: intent.livemode,
    stripe_payment_method_id: methodId,
    type: method,
    brand,
    last4,
    exp_month: expMonth,
    exp_year: expYear,
    consent: JSON.stringify(payment.save_consent),
  })
  if (isNew)
    await tell(tx, ctx, {
      invoiceId: payment.invoice_id,
      type: 'payment_method.saved',
      data: { brand, last4 },
      at: ctx.now(),
    })
}

function describe(intent: Stripe.PaymentIntent): { method: string; method_label: string | null } {
  const { method, label } = methodOf(chargeOf(intent))
  return { method, method_label: label }
}
