import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { findAccount } from '../accounts/queries.ts'

/** @throws Refusal `not_found` for who is not on a tour. */
export async function assertTour(ctx: Context): Promise<void> {
  if ((await findAccount(ctx.db, ctx.accountId)).kind !== 'tour')
    throw new Refusal('not_found', 'Only the Live Tour has a guided walk.')
}
