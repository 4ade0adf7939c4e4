import { todayIn } from '@quittance/core/invoice/due-date'
import { isOpen } from '@quittance/core/invoice/lifecycle'
import { whyNotChargeable } from '@quittance/core/invoice/payment-link'
import { formatMoney } from '@quittance/core/money'
import { isChargeable, type MethodState } from '@quittance/core/payment-method'
import { Refusal, refuseField } from '@quittance/core/refusal'
import type { Context, Tx } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { findAccount } from '../accounts/queries.ts'
import {
  findCustomer,
  findPaymentMethod,
  listPaymentMethods,
  type PaymentMethod,
  stripeCustomerId,
} from '../customers/queries.ts'
import { dueOf } from '../invoices/due.ts'
import { withInvoiceLease } from '../invoices/invoice-lease.ts'
import { lockedInvoice } from '../invoices/load-invoice.ts'
import { tell } from '../invoices/store.ts'
import { catchUpWithStripe } from '../payments/catch-up-with-stripe.ts'
import { closeLeftPayments } from '../payments/close-left-payment.ts'
import { labelOf } from '../payments/intent-facts.ts'
import { findOpenPayment, findPayment, type Payment } from '../payments/queries.ts'
import { refreshPayment } from '../payments/refresh-payment.ts'
import { stopCollecting } from '../payments/stop-collecting.ts'
import { insertPayment } from '../payments/store.ts'
import { activeConnection, type Connection, lockActiveConnection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { matchMethod, methodAtStripe } from './follow-method.ts'
import { stateOf } from './method-state.ts'

export interface ChargeCustomer {
  customerId: string
  invoiceId: string
  /** The customer's primary when left out. */
  methodId?: string | undefined
  /** Minor units; all that is due when left out. */
  amount?: number | undefined
  /** What was due as the person who charges saw it, minor units: if it is another amount now, nothing is charged. */
  amountDue?: number | undefined
}

/** How a charge ended, as far as Stripe has said. `unknown`: it did not answer; it is asked again until it does. */
export interface ChargeOutcome {
  outcome: 'succeeded' | 'processing' | 'needs_confirmation' | 'declined' | 'blocked' | 'unknown'
  payment: Payment
}

/**
 * Charges an invoice to a method the customer saved, without them (R41). The row comes first and its key makes every
 * repeat the same charge; what a payer has open on the page is cancelled before (trap 3), so that the invoice is
 * collected once. A decline is an outcome, not an error.
 * @throws Refusal `payment_method_not_chargeable`, `invoice_not_payable`, `amount_changed`, `payment_in_progress`,
 * `invoice_busy`, `stripe_not_connected`, `stripe_refused`.
 */
export async function chargeCustomer(ctx: Context, input: ChargeCustomer): Promise<ChargeOutcome> {
  await catchUpWithStripe(ctx)
  const record = () => ctx.transaction((tx) => recordCharge(ctx, tx, input))
  // Once it is written down the row itself keeps others away: whoever presses Pay is told at once that it is on its way.
  const recorded = await withInvoiceLease(ctx, input.invoiceId, async () => {
    await closeLeftPayments(ctx, input.invoiceId)
    const first = await record()
    if (first) return first
    await stopCollecting(ctx, input.invoiceId)
    return record()
  })
  if (recorded) return carryOut(ctx, recorded)
  throw new Refusal(
    'payment_in_progress',
    'The customer is paying this invoice right now. Nothing was charged; look again in a moment.',
  )
}

/** null: something is open at Stripe for this invoice, and must be cancelled there first. */
async function recordCharge(
  ctx: Context,
  tx: Tx,
  input: ChargeCustomer,
): Promise<{ payment: Payment; method: PaymentMethod } | null> {
  // The connection first, as whoever removes Stripe does: one order of locks, no deadlock.
  const connection = await lockActiveConnection(tx, ctx.accountId, 'share')
  if (!connection)
    throw new Refusal(
      'stripe_not_connected',
      'Connect Stripe first: saved payment methods are charged there.',
    )
  const method = await methodToCharge(ctx, tx, input, connection)
  const { invoice } = await lockedInvoice(tx, ctx.accountId, input.invoiceId)
  if (invoice.customer_id !== input.customerId)
    throw refuseField('/invoice_id', 'This invoice belongs to another customer.')
  if (!isOpen(invoice.status))
    throw new Refusal(
      'invoice_not_payable',
      invoice.status === 'draft'
        ? 'Send the invoice, or mark it as sent, before you charge it.'
        : `This invoice is ${invoice.status}: there is nothing to charge.`,
    )
  const amount = amountToCharge(dueOf(invoice), invoice.currency, input)
  if (await findOpenPayment(tx, ctx.accountId, invoice.id)) return null
  const customer = await stripeCustomerId(tx, ctx.accountId, input.customerId, connection)
  if (!customer) throw notChargeable('other_stripe')
  const payment = await insertPayment(tx, {
    account_id: ctx.accountId,
    id: newId('pay'),
    invoice_id: invoice.id,
    source: 'stripe',
    method: method.type,
    method_label: labelOf(method.type, method.brand, method.last4),
    amount,
    currency: invoice.currency,
    status: 'pending',
    connection_id: connection.id,
    stripe_account_id: connection.stripe_account_id,
    livemode: connection.livemode,
    off_session: true,
    payment_method_id: method.id,
    stripe_payment_method_id: method.stripe_payment_method_id,
    stripe_customer_id: customer,
  })
  await tell(tx, ctx, {
    invoiceId: invoice.id,
    type: 'payment.charged',
    data: { payment_id: payment.id, amount, currency: payment.currency, method: payment.method_label },
    at: ctx.now(),
  })
  return { payment, method }
}

async function methodToCharge(
  ctx: Context,
  tx: Tx,
  input: ChargeCustomer,
  connection: Connection,
): Promise<PaymentMethod> {
  if (!(await findCustomer(tx, ctx.accountId, input.customerId)))
    throw new Refusal('not_found', 'There is no such customer.')
  const method = input.methodId
    ? await findPaymentMethod(tx, ctx.accountId, input.customerId, input.methodId)
    : (await listPaymentMethods(tx, ctx.accountId, input.customerId))[0]
  if (!method)
    throw refuseField(
      '/payment_method_id',
      input.methodId
        ? 'This customer has no such payment method.'
        : 'This customer has saved no payment method.',
    )
  const account = await findAccount(tx, ctx.accountId)
  const state = stateOf(method, connection, todayIn(account, ctx.now()))
  if (!isChargeable(state)) throw notChargeable(state)
  return method
}

function notChargeable(state: MethodState): Refusal {
  const why: Partial<Record<MethodState, string>> = {
    refused: 'Its bank said not to charge this method again. Choose another, or send the payment link.',
    mandate_ended: 'The customer withdrew the mandate for this bank account. Choose another method.',
    other_stripe: 'This method was saved at another Stripe account or mode than the one connected now.',
  }
  return new Refusal('payment_method_not_chargeable', why[state] ?? 'This method cannot be charged.', {
    facts: { state },
  })
}

function amountToCharge(due: number, currency: string, input: ChargeCustomer): number {
  const say = (value: number) => formatMoney(value, currency, 'en')
  if (input.amountDue !== undefined && input.amountDue !== due)
    throw new Refusal('amount_changed', `The amount due is now ${say(due)}. Nothing was charged.`, {
      facts: { amount_due: due, currency },
    })
  const amount = input.amount ?? due
  if (amount > due) throw refuseField('/amount', `Only ${say(due)} is due.`)
  const why = whyNotChargeable(amount, currency)
  if (why) throw refuseField('/amount', why)
  // Nobody could ever pay such a rest online (trap 20).
  if (amount < due && whyNotChargeable(due - amount, currency) !== null)
    throw refuseField(
      '/amount',
      `This would leave ${say(due - amount)}, which Stripe cannot collect. Charge ${say(due)}, or less.`,
    )
  return amount
}

const patienceMs = 15_000

async function carryOut(
  ctx: Context,
  { payment, method }: { payment: Payment; method: PaymentMethod },
): Promise<ChargeOutcome> {
  try {
    const asking = refreshPayment(ctx, payment)
    // Goes on when nobody waits for it any more; the reconciler asks again with the same key.
    asking.catch(() => {})
    await Promise.race([asking, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())])
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code !== 'stripe_unavailable') {
      await lookAfter(ctx, method)
      throw error
    }
  }
  const now = (await findPayment(ctx.db, ctx.accountId, payment.id))!
  return { outcome: outcomeOf(now), payment: now }
}

function outcomeOf(payment: Payment): ChargeOutcome['outcome'] {
  if (payment.status === 'succeeded' || payment.status === 'processing') return payment.status
  if (payment.status === 'pending') return 'unknown'
  if (payment.failure_advice === 'confirm') return 'needs_confirmation'
  return payment.failure_advice === 'blocked' ? 'blocked' : 'declined'
}

/** Stripe refused the request itself: maybe the method is gone there, and we were not told yet. */
async function lookAfter(ctx: Context, method: PaymentMethod): Promise<void> {
  const connection = await activeConnection(ctx.db, ctx.accountId)
  if (!connection) return
  try {
    const stripe = await stripeOf(ctx, connection)
    await matchMethod(ctx, method, await methodAtStripe(stripe, method.stripe_payment_method_id))
  } catch (error) {
    ctx.log.warn({ method: method.id, error: String(error) }, 'a saved method could not be read at Stripe')
  }
}
