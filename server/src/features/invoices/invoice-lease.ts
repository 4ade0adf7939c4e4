import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { withLease } from '../../platform/db/lease.ts'
import { assertNotHeld } from './assert-not-held.ts'

/**
 * Runs `work` while nobody else, in any process, pays the invoice, charges or refunds it, or changes what it owes; a talk
 * with Stripe fits in between. It makes them take turns; that money is collected once does not hang on it but on
 * `one_open_intent_per_invoice` and the locks. Not for taking in what Stripe says: facts wait for nobody.
 * `evenIfHeld`: for whoever only stops what is open.
 * @throws Refusal `invoice_held`; `invoice_busy` when its turn does not come within 8 s; nothing was done then.
 */
export function withInvoiceLease<T>(
  ctx: Context,
  invoiceId: string,
  work: () => Promise<T>,
  { evenIfHeld = false } = {},
): Promise<T> {
  return withLease(
    ctx.db,
    { accountId: ctx.accountId, subject: invoiceId },
    async () => {
      if (!evenIfHeld) await assertNotHeld(ctx.db, ctx.accountId, invoiceId)
      return work()
    },
    () =>
      new Refusal(
        'invoice_busy',
        'Somebody else is paying or changing this invoice at this moment. Nothing was done; try again in a moment.',
      ),
  )
}
