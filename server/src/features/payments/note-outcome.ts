import { applySuccess } from '@quittance/core/payment'
import { Refusal } from '@quittance/core/refusal'
import type { Context, Tx } from '../../context.ts'
import { publish } from '../../platform/jobs/outbox.ts'
import { findAccount } from '../accounts/queries.ts'
import { assertNotHeld } from '../invoices/assert-not-held.ts'
import { dueOf } from '../invoices/due.ts'
import { lockedInvoice } from '../invoices/load-invoice.ts'
import type { LoadedInvoice } from '../invoices/queries.ts'
import { tell, writeInvoice } from '../invoices/store.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { postMoney } from './post-money.ts'
import { countSucceeded, findPayment, lockPayment, type Payment } from './queries.ts'
import { isSameStripe } from './same-stripe.ts'
import { updatePayment } from './store.ts'

/**
 * "I checked at Stripe": how a payment ended that is open at a Stripe account which is not connected any more, and may
 * never be again, so that it does not hold its invoice for ever. The timeline keeps who said so. If that account is
 * connected once more and says that the money came after all, it is booked all the same.
 * @throws Refusal `payment_not_checkable` while Stripe itself can be asked, or when nothing is open.
 */
export async function noteOutcome(
  ctx: Context,
  input: { id: string; outcome: 'succeeded' | 'failed' },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const found = await findPayment(tx, ctx.accountId, input.id)
    if (!found) throw new Refusal('not_found', 'There is no such payment.')
    await assertNotHeld(tx, ctx.accountId, found.invoice_id)
    const loaded = await lockedInvoice(tx, ctx.accountId, found.invoice_id)
    const payment = await lockPayment(tx, ctx.accountId, found.id)
    if (payment.source !== 'stripe' || payment.closed_at)
      throw new Refusal('payment_not_checkable', 'How this payment ended is known.')
    if (isSameStripe(payment, await activeConnection(tx, ctx.accountId)))
      throw new Refusal(
        'payment_not_checkable',
        'This payment is at the Stripe account that is connected: it is read there by itself.',
      )
    await tell(tx, ctx, {
      invoiceId: payment.invoice_id,
      type: 'payment.noted',
      data: {
        payment_id: payment.id,
        amount: payment.amount,
        currency: payment.currency,
        outcome: input.outcome,
      },
      at: ctx.now(),
    })
    if (input.outcome === 'failed') await closeAsFailed(ctx, tx, loaded, payment)
    else await bookAsNoted(ctx, tx, loaded, payment)
  })
}

async function closeAsFailed(ctx: Context, tx: Tx, loaded: LoadedInvoice, payment: Payment): Promise<void> {
  if (loaded.invoice.processing) await writeInvoice(tx, loaded, { processing: false }, ctx.now())
  await updatePayment(tx, ctx.accountId, payment.id, {
    status: 'failed',
    failure_code: 'noted_by_staff',
    failure_message: 'Looked up in the Stripe Dashboard: the payment failed.',
    closed_at: ctx.now(),
    // A debit that came back can be paid again at Stripe.
    left_at_stripe: payment.intent_id !== null,
  })
}

/** The amount is the one that was asked for: nobody else can tell. The customer gets the receipt as always; the office knows. */
async function bookAsNoted(ctx: Context, tx: Tx, loaded: LoadedInvoice, payment: Payment): Promise<void> {
  const now = ctx.now()
  const { invoice } = loaded
  const { applied, unapplied } = applySuccess(
    { cancelled: invoice.cancelled_at !== null, currency: invoice.currency, due: dueOf(invoice) },
    payment,
  )
  const sums = await postMoney(tx, payment, { currency: payment.currency, applied, unapplied })
  const written = await writeInvoice(tx, loaded, { ...sums, processing: false }, now)
  if (written.invoice.status === 'paid' && invoice.status !== 'paid')
    await tell(tx, ctx, { invoiceId: invoice.id, type: 'invoice.paid', at: now })
  const { send_customer_receipt: receipt } = await findAccount(tx, ctx.accountId)
  await publish(tx, ctx.accountId, {
    type: 'payment.succeeded',
    paymentId: payment.id,
    invoiceId: invoice.id,
    administrators: [],
    receipt,
  })
  await updatePayment(tx, ctx.accountId, payment.id, {
    status: 'succeeded',
    applied,
    unapplied,
    receipt_number: `${invoice.number}-R${(await countSucceeded(tx, ctx.accountId, invoice.id)) + 1}`,
    failure_code: null,
    failure_message: null,
    succeeded_at: now,
    closed_at: now,
  })
}
