import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import type { CustomerFields } from './create-customer.ts'
import type { Customer } from './queries.ts'
import { updateCustomerRow } from './store.ts'

/** Changes a customer. What was sent to them keeps what it said (R6). */
export async function updateCustomer(
  ctx: Context,
  id: string,
  { address, ...changes }: Partial<CustomerFields>,
): Promise<Customer> {
  const defined = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const row = await ctx.transaction((tx) =>
    updateCustomerRow(tx, ctx.accountId, id, {
      ...defined,
      ...(address ? { address: JSON.stringify(address) } : {}),
      updated_at: ctx.now(),
    }),
  )
  if (!row) throw new Refusal('not_found', 'There is no such customer.')
  return row
}
