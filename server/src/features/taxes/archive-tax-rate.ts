import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { archiveTaxRateRow } from './store.ts'

/** Invoices that carry the rate keep it; new ones cannot choose it. */
export async function archiveTaxRate(ctx: Context, input: { id: string }): Promise<void> {
  if (!(await ctx.transaction((tx) => archiveTaxRateRow(tx, ctx.accountId, input.id, ctx.now()))))
    throw new Refusal('not_found', 'There is no such tax rate.')
}
