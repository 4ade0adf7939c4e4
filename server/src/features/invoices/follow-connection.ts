import type { Context, Tx } from '../../context.ts'
import { lockLinkedInvoices, refreshInvoice, switchLinks, tell } from './store.ts'

/**
 * What became of the connection, for the links that stand under it: `removed` switches them off until somebody restores
 * them (R19), `restored` on again under the same addresses; `restricted` and `unrestricted` need no switch, as their
 * state follows from the connection.
 */
export type ConnectionChange = 'removed' | 'restored' | 'restricted' | 'unrestricted'

/**
 * Tells every linked invoice and derives its flags again, in the transaction that changed the connection. The connection
 * is locked, then the invoices, then their links. Returns how many links of payable invoices were touched.
 */
export async function followConnection(ctx: Context, tx: Tx, change: ConnectionChange): Promise<number> {
  const now = ctx.now()
  const isOn = change === 'restored' || change === 'unrestricted'
  const invoices = await lockLinkedInvoices(tx, ctx.accountId, { disabledByRemoval: change === 'restored' })
  if (change === 'removed' || change === 'restored')
    await switchLinks(
      tx,
      ctx.accountId,
      invoices.map(({ id }) => id),
      change === 'removed',
    )
  for (const { id, payable } of invoices) {
    await tell(tx, ctx, {
      invoiceId: id,
      type: isOn ? 'link.restored' : 'link.disabled',
      ...(change === 'restricted' ? { data: { reason: 'restricted' } } : {}),
      at: now,
    })
    if (payable) await refreshInvoice(tx, ctx.accountId, id, now)
  }
  return invoices.filter((invoice) => invoice.payable).length
}
