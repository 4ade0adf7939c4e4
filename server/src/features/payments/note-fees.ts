import { fromStripeAmount } from '@quittance/core/currency'
import type { AccountId } from '@quittance/core/ids'
import { postFee } from '@quittance/core/ledger'
import type { App } from '../../context.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { lockedInvoice } from '../invoices/load-invoice.ts'
import { post } from '../ledger/store.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { lockPayment, type Payment, paymentsWithoutFee } from './queries.ts'
import { isSameStripe } from './same-stripe.ts'
import { updatePayment } from './store.ts'

const perTurn = 50

/**
 * Asks Stripe what it kept of payments: it often says so only after the payment succeeded (stripe.md 3, the charge's
 * `balance_transaction`). Apart from the payment, so that a key without the permission still collects money.
 */
export async function noteFees(app: App): Promise<void> {
  for (const payment of await paymentsWithoutFee(app.db, app.config.reconcileIntervalMs, perTurn)) {
    await updatePayment(app.db, payment.account_id as AccountId, payment.id, { fee_checked_at: app.now() })
    await noteFee(app, payment).catch((error: unknown) =>
      app.log.warn(
        { payment: payment.id, error: error instanceof Error ? error.message : String(error) },
        'the fee of a payment could not be read; trying again later',
      ),
    )
  }
}

async function noteFee(app: App, payment: Payment): Promise<void> {
  const accountId = payment.account_id as AccountId
  const connection = await activeConnection(app.db, accountId)
  if (!isSameStripe(payment, connection) || !payment.charge_id) return
  const stripe = await stripeOf(app, connection)
  const charge = await stripe.charges.retrieve(payment.charge_id, { expand: ['balance_transaction'] })
  const movement = charge.balance_transaction as Stripe.BalanceTransaction | null
  if (!movement) return
  const fee = fromStripeAmount(movement.fee, movement.currency)
  await contextOf(app, accountId, { type: 'stripe' }).transaction(async (tx) => {
    // Always the invoice first, then the payment.
    await lockedInvoice(tx, accountId, payment.invoice_id)
    if ((await lockPayment(tx, accountId, payment.id)).fee !== null) return
    await post(
      tx,
      { accountId, invoiceId: payment.invoice_id, paymentId: payment.id, cause: `${payment.id}:fee` },
      postFee(movement.currency, fee),
    )
    await updatePayment(tx, accountId, payment.id, { fee, fee_currency: movement.currency })
  })
}
