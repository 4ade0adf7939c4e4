import { Refusal } from '@quittance/core/refusal'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { latestConnection } from '../stripe-connection/queries.ts'
import { assertTour } from './assert-tour.ts'
import { goOn } from './store.ts'

const waitMs = 5_000
const answered = z.object({ happened: z.int() })

/**
 * Lets time pass for this tour alone. At the simulated Stripe debits clear, refunds arrive, disputes run out. Returns how
 * many things came to be there; their news comes by webhook, as it always does. The tour's calendar goes on by as much, so
 * that what is not paid becomes overdue.
 * @throws Refusal `not_found` for who is not on a tour, `stripe_unavailable`.
 */
export async function passTime(ctx: Context, { seconds }: { seconds: number }): Promise<number> {
  await assertTour(ctx)
  const connection = await latestConnection(ctx.db, ctx.accountId)
  if (!connection || !ctx.config.stripeSimulatorUrl) throw unmovable()
  const answer = await fetch(`${ctx.config.stripeSimulatorUrl}/_sim/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      account: connection.stripe_account_id,
      for_account_alone: true,
      advance_seconds: seconds,
    }),
    signal: AbortSignal.timeout(waitMs),
  }).catch(() => null)
  if (!answer?.ok) throw unmovable()
  await goOn(ctx.db, ctx.accountId, seconds)
  return answered.parse(await answer.json()).happened
}

function unmovable(): Refusal {
  return new Refusal(
    'stripe_unavailable',
    'The simulated Stripe does not let its time be moved now. Try again in a moment.',
  )
}
