import type { Context } from '../../context.ts'
import { verifyPassword } from '../../platform/crypto/passwords.ts'
import { findUsedCode } from './queries.ts'
import { takeTry, useCode } from './store.ts'

const triesAtMost = 5
const proofLifetimeMs = 30 * 60_000

/**
 * Whether these are the digits that were mailed: once, five tries, compared in constant time; a code that never was takes
 * as long and is as wrong. From then on `isProven` holds for half an hour.
 */
export async function checkCode(
  ctx: Context,
  input: { codeId: string; invoiceId: string; digits: string },
): Promise<boolean> {
  const now = ctx.now()
  const code = await takeTry(ctx.db, ctx.accountId, input.invoiceId, input.codeId, { triesAtMost, now })
  const isRight = await verifyPassword(input.digits, code?.code_hash ?? null)
  return isRight && useCode(ctx.db, ctx.accountId, input.codeId, now)
}

/** Whether the browser that holds `codeId` showed, for this invoice and not long ago, that it is the customer's. */
export async function isProven(
  ctx: Pick<Context, 'db' | 'accountId' | 'now'>,
  input: { codeId: string; invoiceId: string },
): Promise<boolean> {
  const since = new Date(ctx.now().getTime() - proofLifetimeMs)
  return (await findUsedCode(ctx.db, ctx.accountId, input.invoiceId, input.codeId, since)) !== undefined
}
