import type { AccountId } from '@quittance/core/ids'
import { Refusal } from '@quittance/core/refusal'
import type { Context, Reader, Tx } from '../../context.ts'
import { lockActiveConnection } from '../stripe-connection/queries.ts'
import { withInvoiceLease } from './invoice-lease.ts'
import { findInvoice, hasOpenPayment, type LoadedInvoice, lockInvoice } from './queries.ts'

/** @throws Refusal `not_found`, the same for unknown ids and other accounts'. */
export async function loadInvoice(db: Reader, accountId: AccountId, id: string): Promise<LoadedInvoice> {
  return (await findInvoice(db, accountId, id)) ?? notFound()
}

/** Loads and locks. @throws Refusal `not_found`. */
export async function lockedInvoice(tx: Tx, accountId: AccountId, id: string): Promise<LoadedInvoice> {
  return (await lockInvoice(tx, accountId, id)) ?? notFound()
}

/**
 * Runs `work` on the locked invoice while nothing can be collected for it: under the invoice's lease, and after what is
 * open for it at Stripe was cancelled there (I11). `linking`: the work puts a link under the connection, which is locked
 * before the invoice and then stays what `connected` says.
 * @throws Refusal `payment_in_progress` when money is on its way, `invoice_busy`, `not_found`.
 */
export async function whileNotCollecting<T>(
  ctx: Context,
  id: string,
  work: (tx: Tx, loaded: LoadedInvoice) => Promise<T>,
  { linking = false } = {},
): Promise<T> {
  return withInvoiceLease(ctx, id, async () => {
    await ctx.stopCollecting(ctx, id)
    return ctx.transaction(async (tx) => {
      const connection = linking ? await lockActiveConnection(tx, ctx.accountId, 'share') : null
      const loaded = await lockedInvoice(tx, ctx.accountId, id)
      // Only where the lease lapsed under us: nobody else can have begun.
      if (await hasOpenPayment(tx, ctx.accountId, id))
        throw new Refusal(
          'payment_in_progress',
          'The customer is paying this invoice right now. Try again in a moment.',
        )
      return work(tx, linking ? { ...loaded, connected: connection !== undefined } : loaded)
    })
  })
}

function notFound(): never {
  throw new Refusal('not_found', 'There is no such invoice.')
}
