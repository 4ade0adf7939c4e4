import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { hasInvoices } from './queries.ts'
import { updateCustomerRow } from './store.ts'

/** Takes away a customer who never had an invoice; the books keep the others. */
export async function deleteCustomer(ctx: Context, input: { id: string }): Promise<void> {
  await ctx.transaction(async (tx) => {
    if (await hasInvoices(tx, ctx.accountId, input.id))
      throw new Refusal(
        'customer_has_invoices',
        'This customer has invoices, which must keep their customer. They cannot be deleted.',
      )
    if (!(await updateCustomerRow(tx, ctx.accountId, input.id, { deleted_at: ctx.now() })))
      throw new Refusal('not_found', 'There is no such customer.')
  })
}
