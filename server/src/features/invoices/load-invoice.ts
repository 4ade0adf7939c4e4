import type { AccountId } from '@quittance/core/ids'
import { Refusal } from '@quittance/core/refusal'
import type { Context, Reader, Tx } from '../../context.ts'
import { lockActiveConnection } from '../stripe-connection/queries.ts'
import { findInvoice, hasOpenPayment, type LoadedInvoice, lockInvoice } from './queries.ts'

/** @throws Refusal `not_found`, the same for unknown ids and other accounts'. */
export async function loadInvoice(db: Reader, accountId: AccountId, id: string): Promise<LoadedInvoice> {
  return (await findInvoice(db, accountId, id)) ?? notFound()
}

/** Loads and locks. @throws Refusal `not_found`. */
export async function lockedInvoice(tx: Tx, accountId: AccountId, id: string): Promise<LoadedInvoice> {
  return (await lockInvoice(tx, accountId, id)) ?? notFound()
}

const attemptsAtMost = 5

/** Rolls a round back: a transaction that did nothing must not be taken for one that did (I20). */
class StillCollecting extends Error {}

/**
 * Runs `work` on the locked invoice while nothing can be collected for it at Stripe: what is open there is cancelled
 * first (I11). A payer who presses Pay in between is met by another round. `linking`: the work puts a link under the
 * connection, which is locked before the invoice and then stays what `connected` says.
 * @throws Refusal `payment_in_progress` when money is on its way, `not_found`.
 */
export async function whileNotCollecting<T>(
  ctx: Context,
  id: string,
  work: (tx: Tx, loaded: LoadedInvoice) => Promise<T>,
  { linking = false } = {},
): Promise<T> {
  for (let attempt = 1; attempt <= attemptsAtMost; attempt++) {
    await ctx.stopCollecting(ctx, id)
    try {
      return await ctx.transaction(async (tx) => {
        const connection = linking ? await lockActiveConnection(tx, ctx.accountId, 'share') : null
        const loaded = await lockedInvoice(tx, ctx.accountId, id)
        if (await hasOpenPayment(tx, ctx.accountId, id)) throw new StillCollecting()
        return work(tx, linking ? { ...loaded, connected: connection !== undefined } : loaded)
      })
    } catch (error) {
      if (!(error instanceof StillCollecting)) throw error
    }
  }
  throw new Refusal(
    'payment_in_progress',
    'The customer is paying this invoice right now. Try again in a moment.',
  )
}

function notFound(): never {
  throw new Refusal('not_found', 'There is no such invoice.')
}
