import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { refreshInvoice, switchAllLinks, tell } from '../invoices/store.ts'
import { activeConnection, lockActiveConnection } from '../stripe-connection/queries.ts'
import { endConnection } from '../stripe-connection/store.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { listOpenPayments, type Payment } from './queries.ts'
import { stopCollecting } from './stop-collecting.ts'

const roundsAtMost = 5

/**
 * Removes Stripe and with it every payment link, in one transaction (R19). Open PaymentIntents are cancelled at Stripe
 * first; debits under way, and what Stripe no longer lets us cancel because it revoked our key, stay open here and are
 * read again once the same account is connected (trap 17).
 * Returns how many links of payable invoices no longer work.
 */
export async function removeStripe(ctx: Context): Promise<{ disabledLinks: number }> {
  if (!(await activeConnection(ctx.db, ctx.accountId)))
    throw new Refusal('stripe_not_connected', 'Stripe is not connected.')
  const outOfReach = new Set<string>()
  const canWait = (payment: Payment) => payment.status === 'processing' || outOfReach.has(payment.id)
  for (let round = 1; round <= roundsAtMost; round++) {
    for (const payment of await listOpenPayments(ctx.db, ctx.accountId)) {
      if (!canWait(payment) && !(await isStopped(ctx, payment))) outOfReach.add(payment.id)
    }
    const removed = await ctx.transaction(async (tx) => {
      const connection = await lockActiveConnection(tx, ctx.accountId, 'update')
      if (!connection) throw new Refusal('stripe_not_connected', 'Stripe was removed already.')
      // Somebody pressed Pay meanwhile: once more.
      if (!(await listOpenPayments(tx, ctx.accountId)).every(canWait)) return null
      await endConnection(tx, ctx.accountId, connection.id, ctx.now())
      const links = await switchAllLinks(tx, ctx.accountId, true)
      for (const { invoice_id: invoiceId, payable } of links) {
        await tell(tx, ctx, { invoiceId, type: 'link.disabled', at: ctx.now() })
        if (payable) await refreshInvoice(tx, ctx.accountId, invoiceId, ctx.now())
      }
      return { connection, disabledLinks: links.filter((link) => link.payable).length }
    })
    if (removed === null) continue
    const { connection, disabledLinks } = removed
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

/** false: Stripe no longer takes our key, so nothing can be cancelled there by us. */
async function isStopped(ctx: Context, payment: Payment): Promise<boolean> {
  try {
    await stopCollecting(ctx, payment.invoice_id)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === 'stripe_refused') return false
    // A debit that just began may stay.
    if (error.code !== 'payment_in_progress') throw error
  }
  return true
}
