import type { App } from '../../context.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { lockedInvoice } from '../invoices/load-invoice.ts'
import { tell, writeInvoice } from '../invoices/store.ts'
import { lockPayment, type Payment } from './queries.ts'
import { updatePayment } from './store.ts'

/**
 * Closes a payment that has nothing at Stripe we could ask about: its intent was never made, is gone, or belongs to an
 * account that is not connected any more. Money that comes all the same is still booked (R32). Changes nothing when the
 * payment moved on since `payment` was read; returns it as it is now. `leftAtStripe`: what lies there is cancelled once
 * we can ask again.
 */
export async function giveUpPayment(
  app: App,
  payment: Payment,
  { leftAtStripe = false } = {},
): Promise<Payment> {
  const ctx = contextOf(app, payment.account_id, { type: 'system' })
  return ctx.transaction(async (tx) => {
    const loaded = await lockedInvoice(tx, ctx.accountId, payment.invoice_id)
    const now = await lockPayment(tx, ctx.accountId, payment.id)
    if (now.closed_at || now.status !== payment.status || now.intent_id !== payment.intent_id) return now
    await tell(tx, ctx, {
      invoiceId: payment.invoice_id,
      type: 'payment.canceled',
      data: { payment_id: payment.id, amount: payment.amount, currency: payment.currency },
      at: ctx.now(),
    })
    if (loaded.invoice.processing) await writeInvoice(tx, loaded, { processing: false }, ctx.now())
    return updatePayment(tx, ctx.accountId, payment.id, {
      status: 'canceled',
      closed_at: ctx.now(),
      left_at_stripe: leftAtStripe && payment.intent_id !== null,
    })
  })
}
