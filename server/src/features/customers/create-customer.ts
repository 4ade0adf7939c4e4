import type { AccountId } from '@quittance/core/ids'
import type { Context, Tx } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import type { Address } from '../../records.ts'
import type { Customer } from './queries.ts'
import { insertCustomer } from './store.ts'

export interface CustomerFields {
  name: string
  company?: string | null | undefined
  email?: string | null | undefined
  billing_email?: string | null | undefined
  phone?: string | null | undefined
  tax_id?: string | null | undefined
  address?: Address | undefined
  language?: string | null | undefined
  currency?: string | null | undefined
  notes?: string | undefined
}

/** Adds somebody who gets invoices (R40). */
export async function createCustomer(ctx: Context, fields: CustomerFields): Promise<Customer> {
  return ctx.transaction((tx) => addCustomer(tx, ctx.accountId, fields))
}

/** The same within a transaction under way: an invoice may bring its customer along (R1). */
export async function addCustomer(
  tx: Tx,
  accountId: AccountId,
  { address, ...fields }: CustomerFields,
): Promise<Customer> {
  return insertCustomer(tx, {
    ...fields,
    account_id: accountId,
    id: newId('cus'),
    address: JSON.stringify(address ?? {}),
  })
}
