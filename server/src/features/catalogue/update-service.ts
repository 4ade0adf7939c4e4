import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { findService, type Service } from './queries.ts'
import { assertTaxesInUse, refusingTakenName, type ServiceFields } from './service-fields.ts'
import { updateServiceRow } from './store.ts'

/** Changes a service, or takes it out of use and back (`archived`). Invoices that name it keep what they say. @throws Refusal as `createService`. */
export async function updateService(
  ctx: Context,
  id: string,
  { taxes, archived, ...changes }: Partial<ServiceFields> & { archived?: boolean | undefined },
): Promise<Service> {
  const before = await findService(ctx.db, ctx.accountId, id)
  if (!before) throw new Refusal('not_found', 'There is no such service.')
  const defined = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  return refusingTakenName(changes.name ?? before.name, () =>
    ctx.transaction(async (tx) => {
      if (taxes) await assertTaxesInUse(tx, ctx.accountId, taxes, before.taxes)
      const row = await updateServiceRow(tx, ctx.accountId, id, {
        ...defined,
        ...(taxes ? { taxes: JSON.stringify(taxes) } : {}),
        ...(archived === undefined
          ? {}
          : { archived_at: archived ? (before.archived_at ?? ctx.now()) : null }),
        updated_at: ctx.now(),
      })
      return row!
    }),
  )
}
