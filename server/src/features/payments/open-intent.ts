import { toStripeAmount } from '@quittance/core/currency'
import type { Context } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { asRefusal, type Stripe, stripeFault } from '../../platform/stripe/client.ts'
import { findInvoice } from '../invoices/queries.ts'
import type { Connection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { forgetStripeCustomerOf } from './forget-stripe-customer.ts'
import { giveUpPayment } from './give-up-payment.ts'
import { pastKeptFailure } from './past-kept-failure.ts'
import { findPayment, type Payment } from './queries.ts'
import { noteIntent } from './store.ts'
import { ensureStripeCustomer } from './stripe-customer.ts'

export interface OpenIntent {
  intent: Stripe.PaymentIntent
  clientSecret: string
}

/**
 * The payment's PaymentIntent at Stripe, ready to be confirmed by the payer with the choice to save they made last.
 * Returns null when the payment was closed meanwhile: then there is nothing to confirm.
 */
export async function openIntent(
  ctx: Context,
  payment: Payment,
  connection: Connection,
): Promise<OpenIntent | null> {
  try {
    const stripe = await stripeOf(ctx, connection)
    const found = await findOrMakeIntent(ctx, stripe, payment)
    const intent = found && (await withSaveChoice(ctx, stripe, payment, found))
    return intent && { intent, clientSecret: intent.client_secret! }
  } catch (error) {
    throw asRefusal(error)
  }
}

/**
 * Made under the payment's own idempotency key, so that a crash, a second tab or a repeat all meet the same one; found
 * again by its id afterwards. null when the payment is closed, or was given up because there is no such intent.
 */
export async function findOrMakeIntent(
  ctx: Context,
  stripe: Stripe,
  payment: Payment,
): Promise<Stripe.PaymentIntent | null> {
  return payment.intent_id
    ? retrieveIntent(ctx, stripe, payment, payment.intent_id)
    : makeIntent(ctx, stripe, payment)
}

/** As Stripe has it now. What is gone there (deleted test data) cannot be paid any more: the payment is given up. */
export async function retrieveIntent(
  ctx: Context,
  stripe: Stripe,
  payment: Payment,
  intentId: string,
): Promise<Stripe.PaymentIntent | null> {
  try {
    return await stripe.paymentIntents.retrieve(intentId, { expand: ['latest_charge'] })
  } catch (error) {
    if (stripeFault(error)?.statusCode !== 404) throw error
    await giveUpPayment(ctx, payment)
    return null
  }
}

// Stripe may forget an idempotency key after 24 h: from then on a repeat would be a second charge.
const keyLifetimeMs = 23 * 3_600_000

/** Every parameter follows from the payment's row: the same key always carries the same request. */
async function makeIntent(
  ctx: Context,
  stripe: Stripe,
  payment: Payment,
): Promise<Stripe.PaymentIntent | null> {
  const loaded = await findInvoice(ctx.db, ctx.accountId, payment.invoice_id)
  if (payment.off_session && isOlderThan(ctx, payment, keyLifetimeMs))
    return lookOrGiveUp(ctx, stripe, payment)
  const intent = await stripe.paymentIntents
    .create(
      {
        amount: toStripeAmount(payment.amount, payment.currency),
        currency: payment.currency,
        description: `Invoice ${loaded?.invoice.number ?? ''}`.trim(),
        metadata: { invoice_id: payment.invoice_id, payment_id: payment.id, account_id: payment.account_id },
        ...withoutPayer(payment),
      },
      { idempotencyKey: `${payment.id}:intent` },
    )
    .catch((error: unknown) => intentAfterFailure(ctx, stripe, payment, error))
  await noteIntent(ctx.db, ctx.accountId, payment.id, intent.id)
  const noted = await findPayment(ctx.db, ctx.accountId, payment.id)
  if (!noted?.closed_at || hasMoney(intent)) return intent
  // Closed while Stripe was making it: nobody may get its secret.
  await stripe.paymentIntents.cancel(intent.id, {}, { idempotencyKey: newId('cancel') }).catch(() => {})
  return null
}

/**
 * Stripe keeps a 500 under the key for a day, whether or not it made the intent: so the intent is looked for ("Idempotent
 * requests"). Where there is none, or Stripe said no for good, the payment is given up and the next has a key of its own:
 * whatever may lie there, nobody was told its secret.
 */
async function intentAfterFailure(
  ctx: Context,
  stripe: Stripe,
  payment: Payment,
  error: unknown,
): Promise<Stripe.PaymentIntent> {
  const fault = stripeFault(error)
  // A decline: the intent is there, and can still be paid by the payer in person.
  if (fault?.paymentIntentId) return stripe.paymentIntents.retrieve(fault.paymentIntentId)
  if (!fault?.statusCode || fault.statusCode === 409 || fault.statusCode === 429) throw error
  if (fault.statusCode >= 500 || fault.type === 'StripeIdempotencyError') {
    const made = await lookForIntent(stripe, payment)
    if (made) return made
    // Nobody has to be told a secret to charge a saved method: what Stripe is still at work on may charge yet.
    if (payment.off_session && !isOlderThan(ctx, payment, workAtStripeMs)) throw error
  }
  await giveUpPayment(ctx, payment)
  throw error
}

/** What a charge of a saved method says more, where no payer is there to confirm it (stripe.md 5). */
function withoutPayer(payment: Payment): Partial<Stripe.PaymentIntentCreateParams> {
  if (!payment.off_session) return {}
  return {
    customer: payment.stripe_customer_id!,
    payment_method: payment.stripe_payment_method_id!,
    off_session: true,
    confirm: true,
  }
}

// Longer than Stripe works on any request.
const workAtStripeMs = 10 * 60_000

function isOlderThan(ctx: Context, payment: Payment, ms: number): boolean {
  return ctx.now().getTime() - payment.created_at.getTime() > ms
}

async function lookOrGiveUp(
  ctx: Context,
  stripe: Stripe,
  payment: Payment,
): Promise<Stripe.PaymentIntent | null> {
  const made = await lookForIntent(stripe, payment)
  if (made) await noteIntent(ctx.db, ctx.accountId, payment.id, made.id)
  else await giveUpPayment(ctx, payment)
  return made
}

function hasMoney(intent: Stripe.PaymentIntent): boolean {
  return intent.status === 'succeeded' || intent.status === 'processing'
}

const clockSkewSeconds = 600

async function lookForIntent(stripe: Stripe, payment: Payment): Promise<Stripe.PaymentIntent | null> {
  const since = Math.floor(payment.created_at.getTime() / 1000) - clockSkewSeconds
  for await (const intent of stripe.paymentIntents.list({
    created: { gte: since },
    ...(payment.stripe_customer_id ? { customer: payment.stripe_customer_id } : {}),
    limit: 100,
  })) {
    if (intent.metadata['payment_id'] === payment.id) return intent
  }
  return null
}

/** An intent that moved on meanwhile (cancelled by an edit, paid in another tab) is returned as it is now. */
async function withSaveChoice(
  ctx: Context,
  stripe: Stripe,
  payment: Payment,
  intent: Stripe.PaymentIntent,
): Promise<Stripe.PaymentIntent | null> {
  if (payment.save_version === 0 || !isUpdatable(intent)) return intent
  try {
    return await applySaveChoice(ctx, stripe, payment, intent)
  } catch (error) {
    if (stripeFault(error)?.code !== 'payment_intent_unexpected_state') throw error
    return retrieveIntent(ctx, stripe, payment, intent.id)
  }
}

/** Only a ticked box keeps a method (R23): Stripe is told for this attempt, and told otherwise when it is unticked. */
async function applySaveChoice(
  ctx: Context,
  stripe: Stripe,
  payment: Payment,
  intent: Stripe.PaymentIntent,
): Promise<Stripe.PaymentIntent> {
  const idempotencyKey = `${payment.id}:save:${payment.save_version}`
  if (!payment.save_consent && !payment.for_customer)
    return pastKeptFailure(idempotencyKey, (key) =>
      stripe.paymentIntents.update(intent.id, { setup_future_usage: '' }, { idempotencyKey: key }),
    )
  const keepFor = (customer: string, firstKey: string) =>
    pastKeptFailure(firstKey, (key) =>
      stripe.paymentIntents.update(
        intent.id,
        { customer, setup_future_usage: payment.save_consent ? 'off_session' : '' },
        { idempotencyKey: key },
      ),
    )
  const customer = await customerFor(ctx, stripe, payment)
  try {
    return await keepFor(customer, idempotencyKey)
  } catch (error) {
    if (stripeFault(error)?.code !== 'resource_missing') throw error
    // Deleted in the Dashboard meanwhile: made anew (trap 19).
    await forgetStripeCustomerOf(
      ctx,
      { stripe_account_id: payment.stripe_account_id!, livemode: payment.livemode! },
      customer,
    )
    return keepFor(await customerFor(ctx, stripe, payment), `${idempotencyKey}:again`)
  }
}

async function customerFor(ctx: Context, stripe: Stripe, payment: Payment): Promise<string> {
  const loaded = await findInvoice(ctx.db, ctx.accountId, payment.invoice_id)
  return ensureStripeCustomer(ctx, stripe, {
    customerId: loaded!.invoice.customer_id,
    stripeAccountId: payment.stripe_account_id!,
    livemode: payment.livemode!,
    key: `${payment.id}:customer:${payment.save_version}`,
  })
}

function isUpdatable(intent: Stripe.PaymentIntent): boolean {
  return (
    intent.status === 'requires_payment_method' ||
    intent.status === 'requires_confirmation' ||
    intent.status === 'requires_action'
  )
}
