import type { AccountId } from '@quittance/core/ids'
import type { Insertable } from 'kysely'
import type { Reader, Tx } from '../../context.ts'
import type { Database } from '../../database.ts'
import type { SavedMethodCode } from './queries.ts'

/** Whether it is new: the event that asked for it may come twice. */
export async function insertCode(tx: Tx, code: Insertable<Database['saved_method_codes']>): Promise<boolean> {
  const row = await tx
    .insertInto('saved_method_codes')
    .values(code)
    .onConflict((oc) => oc.columns(['account_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Takes one of the tries that a code has, before anything is compared. undefined: there is none left, or no such code. */
export async function takeTry(
  db: Reader,
  accountId: AccountId,
  invoiceId: string,
  codeId: string,
  limits: { triesAtMost: number; now: Date },
): Promise<SavedMethodCode | undefined> {
  return db
    .updateTable('saved_method_codes')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .where('id', '=', codeId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', limits.now)
    .where('attempts', '<', limits.triesAtMost)
    .returningAll()
    .executeTakeFirst()
}

/** Whether it was still unused. */
export async function useCode(db: Reader, accountId: AccountId, codeId: string, now: Date): Promise<boolean> {
  const row = await db
    .updateTable('saved_method_codes')
    .set({ used_at: now })
    .where('account_id', '=', accountId)
    .where('id', '=', codeId)
    .where('used_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
