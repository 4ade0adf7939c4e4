import { toStripeAmount } from '@quittance/core/currency'
import type { Context } from '../../context.ts'
import { asRefusal, type Stripe } from '../../platform/stripe/client.ts'
import { stripeCustomerId } from '../customers/queries.ts'
import { keepStripeCustomerId } from '../customers/store.ts'
import { customerOf, findInvoice } from '../invoices/queries.ts'
import type { Connection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import type { Payment } from './queries.ts'
import { noteIntent } from './store.ts'

export interface OpenIntent {
  intent: Stripe.PaymentIntent
  clientSecret: string
}

/**
 * The payment's PaymentIntent at Stripe: made under the payment's own idempotency key, so that a crash, a second tab or a
 * repeat all meet the same one; found again by its id afterwards.
 */
export async function openIntent(
  ctx: Context,
  payment: Payment,
  connection: Connection,
): Promise<OpenIntent> {
  try {
    const stripe = await stripeOf(ctx, connection)
    let intent = payment.intent_id
      ? await stripe.paymentIntents.retrieve(payment.intent_id, { expand: ['latest_charge'] })
      : await create(ctx, stripe, payment)
    if (payment.save_version > 0 && isUpdatable(intent))
      intent = await applySaveChoice(ctx, stripe, payment, intent)
    return { intent, clientSecret: intent.client_secret! }
  } catch (error) {
    throw asRefusal(error)
  }
}

/** Every parameter follows from the payment's row: the same key always carries the same request. */
async function create(ctx: Context, stripe: Stripe, payment: Payment): Promise<Stripe.PaymentIntent> {
  const loaded = await findInvoice(ctx.db, ctx.accountId, payment.invoice_id)
  const intent = await stripe.paymentIntents.create(
    {
      amount: toStripeAmount(payment.amount, payment.currency),
      currency: payment.currency,
      description: `Invoice ${loaded?.invoice.number ?? ''}`.trim(),
      metadata: { invoice_id: payment.invoice_id, payment_id: payment.id, account_id: payment.account_id },
    },
    { idempotencyKey: `${payment.id}:intent` },
  )
  await noteIntent(ctx.db, ctx.accountId, payment.id, intent.id)
  return intent
}

/** Only a ticked box keeps a method (R23): Stripe is told for this attempt, and told otherwise when it is unticked. */
async function applySaveChoice(
  ctx: Context,
  stripe: Stripe,
  payment: Payment,
  intent: Stripe.PaymentIntent,
): Promise<Stripe.PaymentIntent> {
  const idempotencyKey = `${payment.id}:save:${payment.save_version}`
  if (!payment.save_consent)
    return stripe.paymentIntents.update(intent.id, { setup_future_usage: '' }, { idempotencyKey })
  const customer = await ensureCustomer(ctx, stripe, payment)
  return stripe.paymentIntents.update(
    intent.id,
    { customer, setup_future_usage: 'off_session' },
    { idempotencyKey },
  )
}

async function ensureCustomer(ctx: Context, stripe: Stripe, payment: Payment): Promise<string> {
  const loaded = await findInvoice(ctx.db, ctx.accountId, payment.invoice_id)
  const customer = await customerOf(ctx.db, ctx.accountId, loaded!.invoice.customer_id)
  const stripeAccountId = payment.stripe_account_id!
  const known = await stripeCustomerId(ctx.db, ctx.accountId, customer.id, stripeAccountId)
  if (known) return known
  const made = await stripe.customers.create(
    {
      name: customer.name,
      ...(customer.email ? { email: customer.email } : {}),
      metadata: { customer_id: customer.id, account_id: ctx.accountId },
    },
    { idempotencyKey: `${customer.id}:${stripeAccountId}:customer:${customer.updated_at.getTime()}` },
  )
  await keepStripeCustomerId(ctx.db, {
    account_id: ctx.accountId,
    customer_id: customer.id,
    stripe_account_id: stripeAccountId,
    stripe_customer_id: made.id,
  })
  return (await stripeCustomerId(ctx.db, ctx.accountId, customer.id, stripeAccountId))!
}

function isUpdatable(intent: Stripe.PaymentIntent): boolean {
  return (
    intent.status === 'requires_payment_method' ||
    intent.status === 'requires_confirmation' ||
    intent.status === 'requires_action'
  )
}
