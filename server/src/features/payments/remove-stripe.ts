import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { refreshInvoice, switchAllLinks, tell } from '../invoices/store.ts'
import { activeConnection, lockActiveConnection } from '../stripe-connection/queries.ts'
import { endConnection } from '../stripe-connection/store.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { listOpenPayments } from './queries.ts'
import { stopCollecting } from './stop-collecting.ts'

const roundsAtMost = 5

/**
 * Removes Stripe and with it every payment link, in one transaction (R19). Open PaymentIntents are cancelled at Stripe
 * first; debits under way settle there and are read again once the same account is connected (trap 17).
 * Returns how many links of payable invoices no longer work.
 */
export async function removeStripe(ctx: Context): Promise<{ disabledLinks: number }> {
  const connection = await activeConnection(ctx.db, ctx.accountId)
  if (!connection) throw new Refusal('stripe_not_connected', 'Stripe is not connected.')
  for (let round = 1; round <= roundsAtMost; round++) {
    for (const payment of await listOpenPayments(ctx.db, ctx.accountId)) {
      if (payment.status !== 'processing') await stopCollecting(ctx, payment.invoice_id).catch(unlessUnderWay)
    }
    const disabledLinks = await ctx.transaction(async (tx) => {
      if (!(await lockActiveConnection(tx, ctx.accountId, 'update')))
        throw new Refusal('stripe_not_connected', 'Stripe was removed already.')
      // Somebody pressed Pay meanwhile: once more.
      if ((await listOpenPayments(tx, ctx.accountId)).some((payment) => payment.status !== 'processing'))
        return null
      await endConnection(tx, ctx.accountId, connection.id, ctx.now())
      const links = await switchAllLinks(tx, ctx.accountId, true)
      for (const { invoice_id: invoiceId, payable } of links) {
        await tell(tx, ctx, { invoiceId, type: 'link.disabled', at: ctx.now() })
        if (payable) await refreshInvoice(tx, ctx.accountId, invoiceId, ctx.now())
      }
      return links.filter((link) => link.payable).length
    })
    if (disabledLinks === null) continue
    if (connection.webhook_endpoint_id) {
      // Best effort: an endpoint left behind is answered and changes nothing.
      await (await stripeOf(ctx, connection)).webhookEndpoints
        .del(connection.webhook_endpoint_id)
        .catch((error: unknown) =>
          ctx.log.warn({ error: String(error) }, 'the webhook endpoint could not be removed at Stripe'),
        )
    }
    return { disabledLinks }
  }
  throw new Refusal('payment_in_progress', 'Customers are paying right now. Try again in a moment.')
}

function unlessUnderWay(error: unknown): void {
  if (!(error instanceof Refusal && error.code === 'payment_in_progress')) throw error
}
