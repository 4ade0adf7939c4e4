import type { AccountId } from '@quittance/core/ids'
import type { Context, Tx } from '../../context.ts'
import { hashToken, newToken } from '../../platform/crypto/tokens.ts'
import { newId } from '../../platform/ids.ts'
import { insertApiKey } from './store.ts'

/** Makes an API key. The key itself is in the answer and nowhere else (R50). */
export async function createApiKey(
  ctx: Context,
  input: { name: string },
): Promise<{ id: string; apiKey: string; prefix: string }> {
  return ctx.transaction((tx) => addApiKey(tx, ctx.accountId, input.name))
}

/** The same within a transaction under way. */
export async function addApiKey(
  tx: Tx,
  accountId: AccountId,
  name: string,
): Promise<{ id: string; apiKey: string; prefix: string }> {
  const apiKey = `qk_${newToken()}${newToken()}`
  const id = newId('key')
  const prefix = apiKey.slice(0, 9)
  await insertApiKey(tx, { account_id: accountId, id, name, prefix, token_hash: hashToken(apiKey) })
  return { id, apiKey, prefix }
}
