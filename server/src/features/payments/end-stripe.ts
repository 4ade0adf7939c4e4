import { whoHearsOfTrouble } from '@quittance/core/notification-policy'
import type { Context, Tx } from '../../context.ts'
import type { EndReason } from '../../database.ts'
import { publish } from '../../platform/jobs/outbox.ts'
import { listMembers } from '../accounts/queries.ts'
import { followConnection } from '../invoices/follow-connection.ts'
import type { Connection } from '../stripe-connection/queries.ts'
import { endConnection } from '../stripe-connection/store.ts'
import { listOpenPayments } from './queries.ts'

/**
 * Ends the locked connection and switches every payment link off, in this one transaction (R19). Payments that are still
 * open stay so: they are read again once the same account is connected, or staff say how they ended (trap 17). Whoever
 * runs the business is told, unless they did it themselves. Returns how many links of payable invoices went off.
 */
export async function endStripe(
  ctx: Context,
  tx: Tx,
  connection: Connection,
  reason: EndReason,
): Promise<{ disabledLinks: number }> {
  await endConnection(tx, ctx.accountId, connection.id, { reason, now: ctx.now() })
  const disabledLinks = await followConnection(ctx, tx, 'removed')
  if (reason !== 'removed') {
    await tellOfStripe(ctx, tx, connection, {
      what: 'ended',
      links: disabledLinks,
      unsettled: (await listOpenPayments(tx, ctx.accountId)).length,
    })
  }
  return { disabledLinks }
}

/** Publishes what Stripe did, for those who run the business. */
export async function tellOfStripe(
  ctx: Context,
  tx: Tx,
  connection: Connection,
  news: { what: 'ended' | 'restricted' | 'unrestricted'; links: number; unsettled: number },
): Promise<void> {
  await publish(tx, ctx.accountId, {
    type: 'stripe.news',
    connectionId: connection.id,
    ...news,
    key: `${connection.id}:${news.what}:${ctx.now().getTime()}`,
    administrators: whoHearsOfTrouble(await listMembers(tx, ctx.accountId)),
  })
}
