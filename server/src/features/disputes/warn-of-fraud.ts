import type { App } from '../../context.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { tell } from '../invoices/store.ts'
import { paidPaymentAt } from '../payments/paid-payment.ts'
import type { StripeNews } from '../payments/stripe-news.ts'
import { tellOfTrouble } from '../payments/tell-of-trouble.ts'

/** The card's bank suspects fraud but the payer has not disputed yet: a refund now may save the dispute (stripe.md 4). */
export async function warnOfFraud(app: App, news: StripeNews): Promise<void> {
  const warning = news.event.data.object as Stripe.Radar.EarlyFraudWarning
  await note(app, news, warning, { type: 'payment.fraud_warning', key: warning.id, what: 'fraud_warning' })
}

/** Stripe Radar wants somebody to look at the payment: it is paid, what was bought had better wait. */
export async function askForReview(app: App, news: StripeNews): Promise<void> {
  const review = news.event.data.object as Stripe.Review
  await note(app, news, review, { type: 'payment.review_opened', key: `${review.id}:opened`, what: 'review' })
}

/** The look that was asked for was taken. */
export async function noteReviewed(app: App, news: StripeNews): Promise<void> {
  const review = news.event.data.object as Stripe.Review
  await note(app, news, review, {
    type: 'payment.review_closed',
    key: `${review.id}:closed`,
    what: null,
    reason: review.closed_reason ?? null,
  })
}

async function note(
  app: App,
  { accountId, connection }: StripeNews,
  about: { payment_intent?: string | { id: string } | null; charge?: string | { id: string } | null },
  told: { type: string; key: string; what: 'fraud_warning' | 'review' | null; reason?: string | null },
): Promise<void> {
  const payment = await paidPaymentAt(app, accountId, {
    stripeAccountId: connection.stripe_account_id,
    livemode: connection.livemode,
    payment_intent: about.payment_intent ?? null,
    charge: about.charge ?? null,
  })
  if (!payment) return
  const ctx = contextOf(app, accountId, { type: 'stripe' })
  await ctx.transaction(async (tx) => {
    const isNew = await tell(tx, ctx, {
      invoiceId: payment.invoice_id,
      type: told.type,
      data: {
        payment_id: payment.id,
        amount: payment.amount,
        currency: payment.currency,
        reason: told.reason ?? null,
      },
      dedupeKey: told.key,
      at: ctx.now(),
    })
    if (isNew && told.what)
      await tellOfTrouble(tx, ctx, {
        invoiceId: payment.invoice_id,
        paymentId: payment.id,
        about: { what: told.what },
        key: told.key,
      })
  })
}
