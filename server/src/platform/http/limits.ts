import { Refusal } from '@quittance/core/refusal'
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'

/** How often one key may do a thing, and within how many seconds. The object itself names the thing. */
export interface Limit {
  points: number
  duration: number
}

/** What has been done of late, as one running server counts it. */
export interface Limits {
  /** Takes one of what `key` may still do. @throws Refusal `too_many_requests` with `retry_after` in seconds. */
  spend(limit: Limit, key: string): Promise<void>
  /** Gives back all that `key` took. */
  forgive(limit: Limit, key: string): Promise<void>
}

/** Counts in memory: a server that starts again begins anew. */
export function createLimits(): Limits {
  const limiters = new Map<Limit, RateLimiterMemory>()
  function limiterOf(limit: Limit): RateLimiterMemory {
    const known = limiters.get(limit) ?? new RateLimiterMemory(limit)
    limiters.set(limit, known)
    return known
  }
  return {
    async spend(limit, key) {
      try {
        await limiterOf(limit).consume(key)
      } catch (spent) {
        const retryAfter = Math.ceil((spent as RateLimiterRes).msBeforeNext / 1000)
        throw new Refusal('too_many_requests', `Too many attempts. ${waitWords(retryAfter)} and try again.`, {
          facts: { retry_after: retryAfter },
        })
      }
    },
    async forgive(limit, key) {
      await limiterOf(limit).delete(key)
    },
  }
}

function waitWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60)
  return minutes === 1 ? 'Wait a minute' : `Wait ${minutes} minutes`
}
