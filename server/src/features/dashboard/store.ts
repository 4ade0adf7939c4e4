import type { AccountId } from '@quittance/core/ids'
import type { Reader } from '../../context.ts'

/** null: they are shown. */
export async function setFirstStepsDismissed(
  db: Reader,
  accountId: AccountId,
  at: Date | null,
): Promise<void> {
  await db.updateTable('accounts').set({ first_steps_dismissed_at: at }).where('id', '=', accountId).execute()
}
