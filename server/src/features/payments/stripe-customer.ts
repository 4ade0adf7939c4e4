import type { Context } from '../../context.ts'
import type { Stripe } from '../../platform/stripe/client.ts'
import { stripeCustomerId } from '../customers/queries.ts'
import { keepStripeCustomerId } from '../customers/store.ts'
import { customerOf } from '../invoices/queries.ts'
import { pastKeptFailure } from './past-kept-failure.ts'

/**
 * The customer's id at one Stripe account in one mode; made there when they are new to it. `key` names the occasion, so
 * that a repeat meets the customer that the first call made.
 */
export async function ensureStripeCustomer(
  ctx: Context,
  stripe: Stripe,
  who: { customerId: string; stripeAccountId: string; livemode: boolean; key: string },
): Promise<string> {
  const customer = await customerOf(ctx.db, ctx.accountId, who.customerId)
  const at = { stripe_account_id: who.stripeAccountId, livemode: who.livemode }
  const known = () => stripeCustomerId(ctx.db, ctx.accountId, customer.id, at)
  const before = await known()
  if (before) return before
  const made = await pastKeptFailure(
    `${who.key}:${customer.updated_at.getTime()}`,
    (key) =>
      stripe.customers.create(
        {
          name: customer.name,
          ...(customer.email ? { email: customer.email } : {}),
          metadata: { customer_id: customer.id, account_id: ctx.accountId },
        },
        { idempotencyKey: key },
      ),
    () => lookForCustomer(ctx, stripe, customer.id),
  )
  await keepStripeCustomerId(ctx.db, {
    account_id: ctx.accountId,
    customer_id: customer.id,
    ...at,
    stripe_customer_id: made.id,
  })
  return (await known())!
}

const lookBackSeconds = 86_400

/** The one that Stripe made and said 500. */
async function lookForCustomer(
  ctx: Context,
  stripe: Stripe,
  customerId: string,
): Promise<Stripe.Customer | null> {
  const since = Math.floor(ctx.now().getTime() / 1000) - lookBackSeconds
  for await (const made of stripe.customers.list({ created: { gte: since }, limit: 100 })) {
    if (made.metadata['customer_id'] === customerId) return made
  }
  return null
}
