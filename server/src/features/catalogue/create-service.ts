import type { Context } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { findAccount } from '../accounts/queries.ts'
import type { Service } from './queries.ts'
import { assertTaxesInUse, refusingTakenName, type ServiceFields } from './service-fields.ts'
import { insertService } from './store.ts'

/** Remembers what is sold, to be put on invoices. Without a currency it is priced in the account's own. @throws Refusal for a name in use, an unknown tax. */
export async function createService(ctx: Context, input: ServiceFields): Promise<Service> {
  return refusingTakenName(input.name, () =>
    ctx.transaction(async (tx) => {
      await assertTaxesInUse(tx, ctx.accountId, input.taxes ?? [])
      const currency = input.currency ?? (await findAccount(tx, ctx.accountId)).currency
      return insertService(tx, {
        account_id: ctx.accountId,
        id: newId('svc'),
        name: input.name,
        description: input.description || null,
        unit: input.unit || null,
        currency,
        unit_amount: input.unit_amount,
        taxes: JSON.stringify(input.taxes ?? []),
        duration_minutes: input.duration_minutes ?? null,
        created_at: ctx.now(),
        updated_at: ctx.now(),
      })
    }),
  )
}
