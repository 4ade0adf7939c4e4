import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { publish } from '../../platform/jobs/outbox.ts'
import { withInvoiceLease } from '../invoices/invoice-lease.ts'
import { countLinks } from '../invoices/queries.ts'
import { type Connection, lockActiveConnection } from '../stripe-connection/queries.ts'
import { updateConnection } from '../stripe-connection/store.ts'
import { stripeOf } from '../stripe-connection/stripe-of.ts'
import { removeWebhook } from '../stripe-connection/webhook-endpoint.ts'
import { endStripe } from './end-stripe.ts'
import { listOpenPayments, type Payment } from './queries.ts'
import { stopCollecting } from './stop-collecting.ts'

const atOnce = 8

/**
 * Removes Stripe and with it every payment link, in one transaction (R19). First no new payment may start; then open
 * PaymentIntents are cancelled at Stripe; debits under way, and what Stripe no longer lets us cancel because it revoked
 * our key, stay open here and are read again once the same account is connected (trap 17). Then what is ours at Stripe
 * goes: the webhook endpoint, or the platform's access.
 * Returns how many links of payable invoices no longer work.
 * @throws Refusal `stripe_not_connected`, `stripe_unavailable`, `invoice_busy`: nothing is removed then, and payers may go on.
 */
export async function removeStripe(ctx: Context): Promise<{ disabledLinks: number }> {
  const connection = await close(ctx)
  try {
    await stopAll(ctx, connection)
    const removed = await ctx.transaction(async (tx) => {
      const now = await lockActiveConnection(tx, ctx.accountId, 'update')
      // Stripe ended it meanwhile, of itself: that is what was wanted.
      if (now?.id !== connection.id)
        return { disabledLinks: (await countLinks(tx, ctx.accountId)).restorable }
      const ended = await endStripe(ctx, tx, now, 'removed')
      if (now.provider === 'connect')
        await publish(tx, ctx.accountId, { type: 'stripe.release_due', connectionId: now.id })
      return ended
    })
    if (connection.webhook_endpoint_id)
      await removeWebhook(ctx, await stripeOf(ctx, connection), connection.webhook_endpoint_id)
    return removed
  } catch (error) {
    await reopen(ctx, connection)
    throw error
  }
}

/** From here on nobody starts to pay: payments begun before are known, as they hold the connection while they begin. */
async function close(ctx: Context): Promise<Connection> {
  return ctx.transaction(async (tx) => {
    const connection = await lockActiveConnection(tx, ctx.accountId, 'update')
    if (!connection) throw new Refusal('stripe_not_connected', 'Stripe is not connected.')
    return updateConnection(tx, ctx.accountId, connection.id, { closing_at: ctx.now() })
  })
}

async function reopen(ctx: Context, connection: Connection): Promise<void> {
  await updateConnection(ctx.db, ctx.accountId, connection.id, { closing_at: null })
}

/** What can be cancelled is cancelled; the rest may wait. A busy account has many: a few at once, and still closed after each. */
async function stopAll(ctx: Context, connection: Connection): Promise<void> {
  const open = (await listOpenPayments(ctx.db, ctx.accountId)).filter(({ status }) => status !== 'processing')
  for (let first = 0; first < open.length; first += atOnce) {
    await Promise.all(open.slice(first, first + atOnce).map((payment) => stop(ctx, payment)))
    await updateConnection(ctx.db, ctx.accountId, connection.id, { closing_at: ctx.now() })
  }
}

async function stop(ctx: Context, payment: Payment): Promise<void> {
  try {
    await withInvoiceLease(ctx, payment.invoice_id, () => stopCollecting(ctx, payment.invoice_id), {
      evenIfHeld: true,
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // A debit that just began may stay; where Stripe no longer takes our key, nothing can be cancelled by us.
    if (error.code !== 'payment_in_progress' && error.code !== 'stripe_refused') throw error
  }
}
