import type { AccountId } from '@quittance/core/ids'
import type { Tx } from '../../context.ts'
import type { Found } from './hold-invoices.ts'

/** Holds the invoice, or keeps its hold up to date. Returns whether it was free before. */
export async function putHold(
  tx: Tx,
  accountId: AccountId,
  invoiceId: string,
  breaches: Found[],
  now: Date,
): Promise<boolean> {
  const before = await tx
    .updateTable('invoice_holds')
    .set({ breaches: JSON.stringify(breaches) })
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .returning('held_at')
    .executeTakeFirst()
  if (before) return false
  await tx
    .insertInto('invoice_holds')
    .values({
      account_id: accountId,
      invoice_id: invoiceId,
      breaches: JSON.stringify(breaches),
      held_at: now,
    })
    .execute()
  return true
}

/** Returns whether there was a hold. */
export async function removeHold(tx: Tx, accountId: AccountId, invoiceId: string): Promise<boolean> {
  const removed = await tx
    .deleteFrom('invoice_holds')
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .returning('held_at')
    .executeTakeFirst()
  return removed !== undefined
}
