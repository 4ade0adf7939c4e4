import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { findAccount } from '../accounts/queries.ts'
import { connectStripe } from '../stripe-connection/connect-stripe.ts'
import { type Connection, latestConnection } from '../stripe-connection/queries.ts'

const triesAtMost = 20

/**
 * Connects a tour to the simulated Stripe, through the same verb as real keys (R46). The simulator tells accounts by the
 * first 16 characters of a key, as Stripe's own keys carry their account: `stripeAccount` chooses a fresh one, and
 * without it the tour comes back to the one it had.
 */
export async function connectSimulatedStripe(ctx: Context, stripeAccount?: string): Promise<Connection> {
  if ((await findAccount(ctx.db, ctx.accountId)).kind !== 'tour')
    throw new Refusal(
      'simulated_only',
      'Only the Live Tour runs on a simulated Stripe. Connect your own keys.',
    )
  const body =
    stripeAccount ??
    (await latestConnection(ctx.db, ctx.accountId))?.stripe_account_id.replace(/^acct_/, '') ??
    randomBytes(8).toString('hex')
  const keys = {
    secretKey: `sk_test_${body}${randomBytes(12).toString('hex')}`,
    publishableKey: `pk_test_${body}${randomBytes(12).toString('hex')}`,
    provider: 'simulated' as const,
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await connectStripe(ctx, keys)
    } catch (error) {
      // The simulator starts beside the server and may need a moment more.
      if (!(error instanceof Refusal && error.code === 'stripe_unavailable') || attempt === triesAtMost)
        throw error
      await sleep(250)
    }
  }
}
