import type { Terms } from '@quittance/core/invoice/due-date'
import { checkNumberPattern } from '@quittance/core/invoice/number'
import type { Context } from '../../context.ts'
import type { Address } from '../../records.ts'
import { type Account, findAccount } from './queries.ts'
import { updateAccount } from './store.ts'

export interface UpdateCompany {
  name?: string
  email?: string | null
  phone?: string | null
  website?: string | null
  tax_id?: string | null
  address?: Address
  country?: string
  currency?: string
  time_zone?: string
  language?: string
}

/** Changes what the business says of itself. Invoices already sent keep what they said (R6). */
export async function updateCompany(ctx: Context, changes: UpdateCompany): Promise<Account> {
  const { address, ...rest } = changes
  return change(ctx, { ...rest, ...(address ? { address: JSON.stringify(address) } : {}) })
}

export interface UpdateInvoicingSettings {
  payment_link_default?: boolean
  notify_administrators_on_payment?: boolean
  send_customer_receipt?: boolean
  number_pattern?: string
  default_terms?: Terms
  note?: string
  terms?: string
}

/** Changes how invoices start and who is mailed. Not retroactive (R13). */
export async function updateInvoicingSettings(
  ctx: Context,
  changes: UpdateInvoicingSettings,
): Promise<Account> {
  if (changes.number_pattern !== undefined) checkNumberPattern(changes.number_pattern)
  const { default_terms, ...rest } = changes
  return change(ctx, { ...rest, ...(default_terms ? { default_terms: JSON.stringify(default_terms) } : {}) })
}

async function change(ctx: Context, changes: Parameters<typeof updateAccount>[2]): Promise<Account> {
  return ctx.transaction(async (tx) => {
    const defined = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    await updateAccount(tx, ctx.accountId, defined)
    return findAccount(tx, ctx.accountId)
  })
}
