import type { App } from '../../context.ts'
import { type Stripe, stripeFault } from '../../platform/stripe/client.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { findMethodAtStripe, type PaymentMethod } from '../customers/queries.ts'
import { removePaymentMethods, updatePaymentMethod } from '../customers/store.ts'
import type { StripeNews } from '../payments/stripe-news.ts'
import { hasAccess, stripeOf } from '../stripe-connection/stripe-of.ts'

/** News of a payment method: one detached at Stripe goes here too, a card that its bank renewed shows its new dates. */
export async function followMethod(app: App, news: StripeNews): Promise<void> {
  const { accountId, connection } = news
  const told = news.event.data.object as Stripe.PaymentMethod
  const known = await findMethodAtStripe(app.db, accountId, connection, told.id)
  if (known) await matchMethod(app, known, await currentMethod(app, news, told))
}

/** Makes our copy of a method equal to Stripe's; `null`: Stripe has it no more. */
export async function matchMethod(
  app: App,
  known: PaymentMethod,
  method: Stripe.PaymentMethod | null,
): Promise<void> {
  const ctx = contextOf(app, known.account_id, { type: 'stripe' })
  if (!method?.customer) {
    await ctx.transaction((tx) =>
      removePaymentMethods(tx, ctx.accountId, known.customer_id, [known.id], ctx.now()),
    )
    return
  }
  if (!method.card) return
  const { brand, last4, exp_month, exp_year } = method.card
  const isRenewed =
    exp_month !== known.exp_month ||
    exp_year !== known.exp_year ||
    last4 !== known.last4 ||
    brand !== known.brand
  if (isRenewed)
    // What the bank said of the old card says nothing of the new one.
    await updatePaymentMethod(app.db, ctx.accountId, known.id, {
      brand,
      last4,
      exp_month,
      exp_year,
      refused_at: null,
    })
}

/** As Stripe has it now: news may come late and in any order. Without access to it, the signed event is what there is. */
async function currentMethod(
  app: App,
  { connection, event }: StripeNews,
  told: Stripe.PaymentMethod,
): Promise<Stripe.PaymentMethod | null> {
  // A detached method is never attached again.
  if (event.type === 'payment_method.detached') return null
  if (!hasAccess(connection)) return told
  return methodAtStripe(await stripeOf(app, connection), told.id)
}

/** null: Stripe knows it no more. */
export async function methodAtStripe(stripe: Stripe, id: string): Promise<Stripe.PaymentMethod | null> {
  try {
    return await stripe.paymentMethods.retrieve(id)
  } catch (error) {
    if (stripeFault(error)?.statusCode === 404) return null
    throw error
  }
}
