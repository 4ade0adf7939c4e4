import type { App } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { listIdleTours } from '../accounts/queries.ts'
import { deleteAccounts } from '../accounts/store.ts'

const idleMs = 24 * 3_600_000

/** Deletes the tours that nobody used for a day (R48). */
export async function endIdleTours(app: App): Promise<void> {
  const idle = await listIdleTours(app.db, new Date(app.now().getTime() - idleMs))
  if (idle.length) await inTransaction(app.db, (tx) => deleteAccounts(tx, idle))
}
