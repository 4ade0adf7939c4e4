import type { AccountId } from '@quittance/core/ids'
import type { App, Context } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { asRefusal, type Stripe, stripeFault } from '../../platform/stripe/client.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { withInvoiceLease } from '../invoices/invoice-lease.ts'
import { isLinkActive } from '../invoices/link-state.ts'
import { findInvoice } from '../invoices/queries.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { retrieveIntent } from './open-intent.ts'
import { findPayment, leftPayments, type Payment } from './queries.ts'
import { isSameStripe } from './same-stripe.ts'
import { settlePayment } from './settle-payment.ts'
import { stopCollecting, underWay } from './stop-collecting.ts'
import { updatePayment } from './store.ts'

/**
 * Cancels at Stripe what was closed here while nobody could ask there, once the same account is connected again: until
 * then it could be paid by whoever has its page open (trap 17). Money that came first is booked (R32). A debit that is
 * still on its way stays `left_at_stripe`, to be asked about again. @throws Refusal `stripe_unavailable`.
 */
export async function closeLeftPayment(app: App, payment: Payment): Promise<void> {
  const accountId = payment.account_id as AccountId
  const connection = await activeConnection(app.db, accountId)
  if (!isSameStripe(payment, connection) || !payment.intent_id) return
  const ctx = contextOf(app, accountId, { type: 'system' })
  try {
    const stripe = await stripeOf(app, connection)
    await cancelIfPossible(stripe, payment.intent_id)
    const intent = await retrieveIntent(ctx, stripe, payment, payment.intent_id)
    if (intent) await settlePayment(app, accountId, { stripeAccountId: connection.stripe_account_id, intent })
    if (!intent || intent.status === 'canceled' || intent.status === 'succeeded')
      await updatePayment(app.db, accountId, payment.id, { left_at_stripe: false })
  } catch (error) {
    throw asRefusal(error)
  }
}

/**
 * What was left at Stripe of this invoice may have been paid there meanwhile: nothing more is asked for before it is known
 * (I8). @throws Refusal `stripe_unavailable`, `payment_in_progress` while a debit of it is still on its way.
 */
export async function closeLeftPayments(ctx: Context, invoiceId: string): Promise<void> {
  for (const payment of await leftPayments(ctx.db, ctx.accountId, invoiceId)) {
    await closeLeftPayment(ctx, payment)
    const now = await findPayment(ctx.db, ctx.accountId, payment.id)
    const connection = await activeConnection(ctx.db, ctx.accountId)
    if (now?.left_at_stripe && isSameStripe(now, connection)) throw underWay()
  }
}

/** It is gone, or moved on to where it cannot be cancelled: what it is now tells the rest. */
async function cancelIfPossible(stripe: Stripe, intentId: string): Promise<void> {
  try {
    await stripe.paymentIntents.cancel(intentId, {}, { idempotencyKey: newId('cancel') })
  } catch (error) {
    const fault = stripeFault(error)
    if (fault?.code !== 'payment_intent_unexpected_state' && fault?.statusCode !== 404) throw error
  }
}

/** A payment that stayed open when Stripe was removed collects no more while its link is off (R19). */
export async function closeWithoutLink(app: App, payment: Payment): Promise<void> {
  if (payment.closed_at || payment.off_session || payment.status === 'processing') return
  const ctx = contextOf(app, payment.account_id as AccountId, { type: 'system' })
  const connection = await activeConnection(app.db, ctx.accountId)
  if (!isSameStripe(payment, connection)) return
  const loaded = await findInvoice(app.db, ctx.accountId, payment.invoice_id)
  if (!loaded || isLinkActive(loaded.link, true)) return
  await withInvoiceLease(ctx, payment.invoice_id, () => stopCollecting(ctx, payment.invoice_id), {
    evenIfHeld: true,
  })
}
