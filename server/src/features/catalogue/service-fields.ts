import type { AccountId } from '@quittance/core/ids'
import { refuseField } from '@quittance/core/refusal'
import type { Reader } from '../../context.ts'
import { violates } from '../../platform/db/transaction.ts'
import { findTaxRates } from '../taxes/queries.ts'

/** What a person says of a service. Minor units of `currency`; `taxes` are ids of tax rates. */
export interface ServiceFields {
  name: string
  description?: string | null | undefined
  unit?: string | null | undefined
  currency?: string | undefined
  unit_amount: number
  taxes?: string[] | undefined
  duration_minutes?: number | null | undefined
}

/** @throws Refusal naming the tax that is unknown or out of use; those in `kept` may stay. */
export async function assertTaxesInUse(
  db: Reader,
  accountId: AccountId,
  taxes: string[],
  kept: string[] = [],
): Promise<void> {
  const rates = new Map((await findTaxRates(db, accountId, taxes)).map((rate) => [rate.id, rate]))
  for (const [index, id] of taxes.entries()) {
    const rate = rates.get(id)
    if (!rate) throw refuseField(`/taxes/${index}`, 'There is no such tax rate.')
    if (rate.archived_at && !kept.includes(id))
      throw refuseField(`/taxes/${index}`, 'This tax rate was taken out of use.')
  }
}

/** Two of one name could not be told apart where one is picked. @throws Refusal at `/name`. */
export async function refusingTakenName<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (violates(error, 'services_by_name'))
      throw refuseField(
        '/name',
        `There is a service called “${name}” already. Change that one, or choose another name.`,
      )
    throw error
  }
}
