import type { Context } from '../../context.ts'
import { keepRead } from './store.ts'

/** Somebody opened this e-mail in the tour's mailbox. */
export async function noteRead(ctx: Context, messageId: string): Promise<void> {
  await keepRead(ctx.db, ctx.accountId, messageId, ctx.now())
}
