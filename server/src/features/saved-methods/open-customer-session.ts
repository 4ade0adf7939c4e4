import type { Context } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { asRefusal, stripeFault } from '../../platform/stripe/client.ts'
import { stripeCustomerId } from '../customers/queries.ts'
import { findInvoice } from '../invoices/queries.ts'
import { forgetStripeCustomerOf } from '../payments/forget-stripe-customer.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'

/**
 * Lets the Payment Element show the customer's saved methods for half an hour. Only for a browser that is proven to be
 * theirs (R24): whoever holds the secret sees and uses them, so it is never stored. null: the customer has none here.
 */
export async function openCustomerSession(
  ctx: Context,
  input: { invoiceId: string },
): Promise<string | null> {
  const connection = await activeConnection(ctx.db, ctx.accountId)
  const loaded = await findInvoice(ctx.db, ctx.accountId, input.invoiceId)
  if (!connection || !loaded) return null
  const customer = await stripeCustomerId(ctx.db, ctx.accountId, loaded.invoice.customer_id, connection)
  if (!customer) return null
  try {
    const stripe = await stripeOf(ctx, connection)
    const session = await stripe.customerSessions.create(
      {
        customer,
        components: {
          payment_element: {
            enabled: true,
            features: {
              payment_method_redisplay: 'enabled',
              payment_method_redisplay_limit: 10,
              // All of them were saved by the customer's own choice, and are shown to nobody else.
              payment_method_allow_redisplay_filters: ['always', 'limited', 'unspecified'],
              payment_method_save: 'disabled',
              payment_method_remove: 'disabled',
            },
          },
        },
      },
      // Each is another half hour, and none does harm.
      { idempotencyKey: newId('session') },
    )
    return session.client_secret
  } catch (error) {
    if (stripeFault(error)?.code !== 'resource_missing') throw asRefusal(error)
    // Deleted in the Dashboard meanwhile (trap 19).
    await forgetStripeCustomerOf(ctx, connection, customer)
    return null
  }
}
