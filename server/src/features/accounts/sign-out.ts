import type { App } from '../../context.ts'
import { deleteSession } from './store.ts'

/** Ends the session at once. */
export async function signOut(app: App, tokenHash: Buffer): Promise<void> {
  await deleteSession(app.db, tokenHash)
}
