import type { App } from '../../context.ts'
import { type Stripe, stripeFault } from '../../platform/stripe/client.ts'
import { findMethodAtStripe } from '../customers/queries.ts'
import { updatePaymentMethod } from '../customers/store.ts'
import { idOf } from '../payments/intent-facts.ts'
import type { StripeNews } from '../payments/stripe-news.ts'
import { hasAccess, stripeOf } from '../stripe-connection/stripe-of.ts'

/** A payer withdrew the mandate behind a bank debit, at their bank or at Stripe: the method is not charged any more. */
export async function followMandate(app: App, news: StripeNews): Promise<void> {
  const told = news.event.data.object as Stripe.Mandate
  const method = await findMethodAtStripe(
    app.db,
    news.accountId,
    news.connection,
    idOf(told.payment_method) ?? '',
  )
  if (!method) return
  const { status } = await currentMandate(app, news, told)
  const ended = status === 'inactive' ? (method.mandate_ended_at ?? app.now()) : null
  await updatePaymentMethod(app.db, news.accountId, method.id, { mandate_ended_at: ended })
}

async function currentMandate(
  app: App,
  { connection }: StripeNews,
  told: Stripe.Mandate,
): Promise<Stripe.Mandate> {
  if (!hasAccess(connection)) return told
  try {
    return await (await stripeOf(app, connection)).mandates.retrieve(told.id)
  } catch (error) {
    if (stripeFault(error)?.statusCode === 404) return told
    throw error
  }
}
