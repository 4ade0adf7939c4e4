import { normalizeDecimal } from '@quittance/core/decimal'
import type { Context } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import type { TaxRate } from './queries.ts'
import { insertTaxRate } from './store.ts'

/** `rate`: a percentage as a decimal string. A rate never changes, so that invoices never do: archive it and make another. */
export async function createTaxRate(
  ctx: Context,
  input: { name: string; rate: string; inclusive: boolean },
): Promise<TaxRate> {
  return ctx.transaction((tx) =>
    insertTaxRate(tx, {
      account_id: ctx.accountId,
      id: newId('txr'),
      name: input.name,
      rate: normalizeDecimal(input.rate),
      inclusive: input.inclusive,
    }),
  )
}
