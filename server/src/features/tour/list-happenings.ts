import type { Context } from '../../context.ts'
import { latestConnection } from '../stripe-connection/queries.ts'
import { assertTour } from './assert-tour.ts'
import { findWalk, type Happening, happeningsSince } from './queries.ts'
import { readStripeRequests } from './read-stripe-requests.ts'

export interface Happenings {
  /** The newest first. */
  happenings: Happening[]
  /** False while the simulated Stripe does not show its log. */
  requestsShown: boolean
}

const atMost = 200
const hourMs = 3_600_000

/**
 * What went on behind the pages since the walk began, or for an hour where none did: entries of timelines, requests to
 * the simulated Stripe, and the webhooks it sent. @throws Refusal `not_found` for who is not on a tour.
 */
export async function listHappenings(ctx: Context): Promise<Happenings> {
  await assertTour(ctx)
  const walk = await findWalk(ctx.db, ctx.accountId)
  const since = walk?.started_at ?? new Date(ctx.now().getTime() - hourMs)
  const [ours, connection] = await Promise.all([
    happeningsSince(ctx.db, ctx.accountId, { since, atMost }),
    latestConnection(ctx.db, ctx.accountId),
  ])
  const requests = connection ? await readStripeRequests(ctx.config, connection.stripe_account_id) : []
  const recent = (requests ?? []).filter(({ at }) => at > since)
  return {
    happenings: [...ours, ...recent].toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, atMost),
    requestsShown: requests !== null,
  }
}
