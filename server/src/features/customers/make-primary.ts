import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { findPaymentMethod } from './queries.ts'
import { setPrimary } from './store.ts'

/** The method that is charged when none is named. */
export async function makePrimary(ctx: Context, input: { customerId: string; id: string }): Promise<void> {
  await ctx.transaction(async (tx) => {
    if (!(await findPaymentMethod(tx, ctx.accountId, input.customerId, input.id)))
      throw new Refusal('not_found', 'There is no such payment method.')
    await setPrimary(tx, ctx.accountId, input.customerId, input.id)
  })
}
