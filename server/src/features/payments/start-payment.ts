import { toStripeAmount } from '@quittance/core/currency'
import { isOpen } from '@quittance/core/invoice/lifecycle'
import { isPayable } from '@quittance/core/invoice/payment-link'
import { formatMoney } from '@quittance/core/money'
import { Refusal } from '@quittance/core/refusal'
import type { Context, Tx } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import type { SaveConsent } from '../../records.ts'
import { dueOf } from '../invoices/due.ts'
import { withInvoiceLease } from '../invoices/invoice-lease.ts'
import { linkState } from '../invoices/link-state.ts'
import { lockedInvoice } from '../invoices/load-invoice.ts'
import type { LoadedInvoice } from '../invoices/queries.ts'
import { tell } from '../invoices/store.ts'
import { type Connection, lockActiveConnection } from '../stripe-connection/queries.ts'
import { amountAsked } from './amount-asked.ts'
import { catchUpWithStripe } from './catch-up-with-stripe.ts'
import { closeLeftPayments } from './close-left-payment.ts'
import { openIntent } from './open-intent.ts'
import { findOpenPayment, type Payment } from './queries.ts'
import { isSameStripe } from './same-stripe.ts'
import { settlePayment } from './settle-payment.ts'
import { stopCollecting } from './stop-collecting.ts'
import { insertPayment, updatePayment } from './store.ts'

export interface StartPayment {
  invoiceId: string
  /** The amount due that the payer saw, minor units (R25). */
  amount: number
  currency: string
  /** The sent revision that the payer saw: another content is shown to them before anything is charged. */
  revision: number
  /** The payer is proven to be the customer, and may pay by a method of theirs: the intent then names them (R24). */
  forCustomer: boolean
  /** Set when the payer wants the method kept. */
  consent: SaveConsent | null
}

const attemptsAtMost = 3
// Stripe may forget an idempotency key after 24 h: an intent we never noted down by then is given up.
const keyLifetimeMs = 23 * 3_600_000

/**
 * The payer pressed Pay. Writes the payment down first, then makes its PaymentIntent, or finds the one already open: an
 * invoice has one at a time, so two tabs and two payers meet the same and it can succeed once (R26, traps 1 and 2).
 * @returns the intent's client secret, for the browser alone: never stored, never logged.
 * @throws Refusal `amount_changed` with the new figures, `invoice_not_payable`, `payment_in_progress`,
 * `invoice_busy`, `stripe_unavailable`.
 */
export async function startPayment(ctx: Context, input: StartPayment): Promise<{ clientSecret: string }> {
  await catchUpWithStripe(ctx)
  return withInvoiceLease(ctx, input.invoiceId, () => openPayment(ctx, input))
}

async function openPayment(ctx: Context, input: StartPayment): Promise<{ clientSecret: string }> {
  await closeLeftPayments(ctx, input.invoiceId)
  for (let attempt = 1; attempt <= attemptsAtMost; attempt++) {
    const recorded = await ctx.transaction((tx) => recordPending(ctx, tx, input))
    if (!recorded) {
      await stopCollecting(ctx, input.invoiceId)
      continue
    }
    const { payment, connection } = recorded
    const opened = await openIntent(ctx, payment, connection)
    // Closed meanwhile by what Stripe said: the next round says what holds now.
    if (!opened) continue
    const { intent } = opened
    if (intent.status === 'succeeded' || intent.status === 'processing' || intent.status === 'canceled') {
      await settlePayment(ctx, ctx.accountId, { stripeAccountId: connection.stripe_account_id, intent })
      // Canceled at Stripe: the next round makes a fresh one. The others refuse it, with the reason.
      continue
    }
    return { clientSecret: opened.clientSecret }
  }
  throw new Refusal(
    'payment_in_progress',
    'Another payment of this invoice is under way. Reload the page to see how it went.',
  )
}

/** null: what is open at Stripe is not what is due now (money came late, another Stripe account): it must go first. */
async function recordPending(
  ctx: Context,
  tx: Tx,
  input: StartPayment,
): Promise<{ payment: Payment; connection: Connection } | null> {
  // The connection first, as whoever removes Stripe does: one order of locks, no deadlock.
  const connection = await lockActiveConnection(tx, ctx.accountId, 'share')
  const loaded = await lockedInvoice(tx, ctx.accountId, input.invoiceId)
  const open = await findOpenPayment(tx, ctx.accountId, input.invoiceId)
  const asked = amountAsked(assertPayable(loaded, connection, open), open)
  assertAsShown(loaded, asked, input)
  if (open && !(open.amount === asked && open.currency === input.currency && isSameStripe(open, connection)))
    return null
  if (open && !isAbandoned(ctx, open))
    return { payment: await withChoice(ctx, tx, open, input), connection: connection! }
  if (open) await updatePayment(tx, ctx.accountId, open.id, { status: 'canceled', closed_at: ctx.now() })
  const payment = await insertPayment(tx, {
    account_id: ctx.accountId,
    id: newId('pay'),
    invoice_id: input.invoiceId,
    source: 'stripe',
    method: 'card',
    amount: asked,
    currency: loaded.invoice.currency,
    status: 'pending',
    connection_id: connection!.id,
    stripe_account_id: connection!.stripe_account_id,
    livemode: connection!.livemode,
    save_consent: input.consent && JSON.stringify(input.consent),
    for_customer: input.forCustomer,
    save_version: input.consent || input.forCustomer ? 1 : 0,
  })
  await tell(tx, ctx, {
    invoiceId: input.invoiceId,
    type: 'payment.started',
    data: { amount: asked, currency: payment.currency },
    at: ctx.now(),
  })
  return { payment, connection: connection! }
}

/** The amount due, if it can be paid now. */
function assertPayable(
  loaded: LoadedInvoice,
  connection: Connection | undefined,
  open: Payment | undefined,
): number {
  const { invoice, link } = loaded
  const due = dueOf(invoice)
  const state = linkState(link, connection !== undefined)
  if (invoice.status === 'paid')
    throw new Refusal('invoice_not_payable', 'This invoice is already paid.', { facts: { status: 'paid' } })
  if (
    !isOpen(invoice.status) ||
    !isPayable({ status: invoice.status, due, currency: invoice.currency, linkState: state })
  ) {
    throw new Refusal('invoice_not_payable', 'This invoice cannot be paid online.', {
      facts: { status: invoice.status },
    })
  }
  // A charge by staff whose outcome is not known yet: the payer's Pay must not repeat it (a link never charges by itself).
  if (open?.status === 'processing' || (open?.off_session && !open.intent_id))
    throw new Refusal(
      'payment_in_progress',
      'A payment of this invoice is already on its way. Nothing more is charged.',
    )
  return due
}

function assertAsShown(
  loaded: LoadedInvoice,
  due: number,
  shown: { amount: number; currency: string; revision: number },
): void {
  const { currency, sent_revision: revision } = loaded.invoice
  const isSame = shown.amount === due && shown.currency === currency
  if (isSame && shown.revision === revision) return
  const language = loaded.sent?.snapshot.language ?? 'en'
  throw new Refusal(
    'amount_changed',
    isSame
      ? 'The invoice was changed meanwhile. Nothing was charged.'
      : `The amount due is now ${formatMoney(due, currency, language)}. Nothing was charged.`,
    {
      facts: {
        amount_due: due,
        currency,
        stripe_amount: toStripeAmount(due, currency),
        revision,
        formatted: formatMoney(due, currency, language),
      },
    },
  )
}

function isAbandoned(ctx: Context, payment: Payment): boolean {
  return payment.intent_id === null && ctx.now().getTime() - payment.created_at.getTime() > keyLifetimeMs
}

async function withChoice(
  ctx: Context,
  tx: Tx,
  payment: Payment,
  { consent, forCustomer }: StartPayment,
): Promise<Payment> {
  const isConsentNews = (payment.save_consent === null) !== (consent === null)
  const isCustomerNews = forCustomer && !payment.for_customer
  if (payment.save_consent === null && consent === null && !isCustomerNews) return payment
  return updatePayment(tx, ctx.accountId, payment.id, {
    // Whoever pressed last is who pays: theirs is the consent to prove.
    save_consent: consent && JSON.stringify(consent),
    // An intent that names its customer names them for good.
    for_customer: payment.for_customer || forCustomer,
    save_version: payment.save_version + (isConsentNews || isCustomerNews ? 1 : 0),
  })
}
