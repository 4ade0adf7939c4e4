import { assertCancellable } from '@quittance/core/invoice/lifecycle'
import type { Context } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { publish } from '../../platform/jobs/outbox.ts'
import { loadInvoice, whileNotCollecting } from './load-invoice.ts'
import type { LoadedInvoice } from './queries.ts'
import { tell, writeInvoice } from './store.ts'

/** Nothing more can be collected: what is open at Stripe is cancelled there first. Money collected stays (R7). */
export async function cancelInvoice(
  ctx: Context,
  input: { id: string; notify?: boolean | undefined },
): Promise<LoadedInvoice> {
  assertCancellable((await loadInvoice(ctx.db, ctx.accountId, input.id)).invoice.status)
  return whileNotCollecting(ctx, input.id, async (tx, loaded) => {
    assertCancellable(loaded.invoice.status)
    const cancelled = await writeInvoice(tx, loaded, { cancelled_at: ctx.now() }, ctx.now())
    const notify = (input.notify ?? false) && loaded.invoice.issued_at !== null
    await tell(tx, ctx, { invoiceId: input.id, type: 'invoice.cancelled', data: { notify }, at: ctx.now() })
    await publish(tx, ctx.accountId, {
      type: 'invoice.cancelled',
      invoiceId: input.id,
      messageId: newId('em'),
      notify,
    })
    return cancelled
  })
}
