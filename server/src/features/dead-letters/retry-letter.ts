import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { runAgain } from '../../platform/jobs/outbox.ts'
import { findLetter, type Letter } from './queries.ts'

/**
 * Has a letter tried again at once: a dead one with all its attempts anew, a waiting one before its time. What of it had
 * worked is not done twice. @throws Refusal `not_found` when it is none, or done meanwhile.
 */
export async function retryLetter(ctx: Context, input: { id: string }): Promise<Letter> {
  return ctx.transaction(async (tx) => {
    await runAgain(tx, ctx.accountId, [input.id])
    const letter = await findLetter(tx, ctx.accountId, input.id)
    if (!letter) throw new Refusal('not_found', 'This is not waiting any more: it was done meanwhile.')
    return letter
  })
}

/** The same for all that are dead. Returns how many. */
export async function retryLetters(ctx: Context): Promise<number> {
  return ctx.transaction((tx) => runAgain(tx, ctx.accountId, null))
}
