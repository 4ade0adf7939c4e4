import { z } from 'zod'
import type { Config } from '../../config.ts'
import type { Happening } from './queries.ts'

const waitMs = 2_000

const log = z.array(
  z
    .object({ requestId: z.string(), at: z.coerce.date(), method: z.string(), path: z.string() })
    .catchall(z.unknown()),
)

/**
 * What the simulated Stripe was asked for this account, by browsers too, by its own log. It keeps the last few thousand
 * in memory and no keys. Null where it does not show them: it may be on another machine, or starting.
 */
export async function readStripeRequests(
  config: Config,
  stripeAccountId: string,
): Promise<Happening[] | null> {
  if (!config.stripeSimulatorUrl) return null
  try {
    const url = `${config.stripeSimulatorUrl}/_sim/requests?account=${encodeURIComponent(stripeAccountId)}`
    const answer = await fetch(url, { signal: AbortSignal.timeout(waitMs) })
    if (!answer.ok) return null
    return log.parse(await answer.json()).map((request) => ({
      id: request.requestId,
      at: request.at,
      kind: 'request',
      type: `${request.method} ${request.path}`,
      invoice_id: null,
      number: null,
      data: { ...request, at: request.at.toISOString() },
    }))
  } catch {
    return null
  }
}
