import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { revokeApiKeyRow } from './store.ts'

/** The key stops working with its next request. */
export async function revokeApiKey(ctx: Context, input: { id: string }): Promise<void> {
  const revoked = await ctx.transaction((tx) => revokeApiKeyRow(tx, ctx.accountId, input.id, ctx.now()))
  if (!revoked) throw new Refusal('not_found', 'There is no such key.')
}
