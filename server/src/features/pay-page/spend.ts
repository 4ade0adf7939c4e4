import { Refusal } from '@quittance/core/refusal'
import type { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** Takes one of what `key` may still do. @throws Refusal `too_many_requests` with `retry_after` in seconds. */
export async function spend(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (spent) {
    const retryAfter = Math.ceil((spent as RateLimiterRes).msBeforeNext / 1000)
    throw new Refusal('too_many_requests', 'Too many attempts. Please wait a few minutes and try again.', {
      facts: { retry_after: retryAfter },
    })
  }
}
