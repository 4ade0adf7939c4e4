import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { findCardRequest } from './queries.ts'
import { updateCardRequest } from './store.ts'

/** Takes a request back: its link is closed. What was saved through it stays. */
export async function revokeCardRequest(
  ctx: Context,
  input: { customerId: string; id: string },
): Promise<void> {
  const request = await findCardRequest(ctx.db, ctx.accountId, input.id)
  if (request?.customer_id !== input.customerId) throw new Refusal('not_found', 'There is no such request.')
  if (!request.saved_at && !request.revoked_at)
    await updateCardRequest(ctx.db, ctx.accountId, request.id, { revoked_at: ctx.now() })
}
