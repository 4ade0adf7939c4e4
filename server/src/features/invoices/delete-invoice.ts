import { assertDeletable } from '@quittance/core/invoice/lifecycle'
import type { Context } from '../../context.ts'
import { assertNotHeld } from './assert-not-held.ts'
import { lockedInvoice } from './load-invoice.ts'
import { deleteInvoiceRow } from './store.ts'

/** Throws a draft away. */
export async function deleteInvoice(ctx: Context, input: { id: string }): Promise<void> {
  await ctx.transaction(async (tx) => {
    await assertNotHeld(tx, ctx.accountId, input.id)
    const { invoice } = await lockedInvoice(tx, ctx.accountId, input.id)
    assertDeletable(invoice.status)
    await deleteInvoiceRow(tx, ctx.accountId, input.id)
  })
}
