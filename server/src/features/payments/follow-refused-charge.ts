import { whyNotChargeable } from '@quittance/core/invoice/payment-link'
import type { RetryAdvice } from '@quittance/core/payment-method'
import type { Context, Tx } from '../../context.ts'
import { publish } from '../../platform/jobs/outbox.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import { updatePaymentMethod } from '../customers/store.ts'
import { attachLink } from '../invoices/add-payment-link.ts'
import { dueOf } from '../invoices/due.ts'
import type { LoadedInvoice } from '../invoices/queries.ts'
import { reload, tell, writeInvoice } from '../invoices/store.ts'
import { chargeOf } from './intent-facts.ts'
import type { Payment } from './queries.ts'

/** What is to be done about the intent's last decline; null: another card, as on any decline of a payer. */
export function adviceOf(intent: Stripe.PaymentIntent): RetryAdvice | null {
  const error = intent.last_payment_error
  if (error?.code === 'authentication_required' || error?.decline_code === 'authentication_required')
    return 'confirm'
  if (chargeOf(intent)?.outcome?.type === 'blocked') return 'blocked'
  if (error?.advice_code === 'do_not_try_again') return 'do_not_try_again'
  return error?.advice_code === 'try_again_later' ? 'try_again_later' : null
}

/**
 * After a charge without the payer was refused: where their bank wants them to confirm it, the customer is mailed the
 * payment link, under which the same intent waits for them; a method that the bank said not to try again is marked.
 */
export async function followRefusedCharge(
  tx: Tx,
  ctx: Context,
  loaded: LoadedInvoice,
  payment: Payment,
  refused: { advice: RetryAdvice | null; methodId: string | null },
): Promise<void> {
  // Tried on the page with another card: that says nothing of the saved one.
  if (refused.methodId !== payment.stripe_payment_method_id || !payment.payment_method_id) return
  if (refused.advice === 'do_not_try_again')
    await updatePaymentMethod(tx, ctx.accountId, payment.payment_method_id, { refused_at: ctx.now() })
  if (refused.advice === 'confirm') await askToConfirm(tx, ctx, loaded, payment)
}

async function askToConfirm(tx: Tx, ctx: Context, loaded: LoadedInvoice, payment: Payment): Promise<void> {
  const { invoice } = loaded
  const hasLink = loaded.link?.added && !loaded.link.disabled_by_removal
  if (!hasLink && whyNotChargeable(dueOf(invoice), invoice.currency) === null)
    await attachLink(ctx, tx, invoice.id)
  const linked = await reload(tx, loaded)
  // Mailed in the next moment, so the invoice need not be sent again for it.
  await writeInvoice(tx, linked, { sent_link_version: linked.link?.version ?? null }, ctx.now())
  await tell(tx, ctx, {
    invoiceId: invoice.id,
    type: 'payment.confirmation_asked',
    data: { payment_id: payment.id, amount: payment.amount, currency: payment.currency },
    dedupeKey: `${payment.id}:confirmation`,
    at: ctx.now(),
  })
  await publish(tx, ctx.accountId, {
    type: 'payment.confirmation_needed',
    paymentId: payment.id,
    invoiceId: invoice.id,
  })
}
