import { isDatabaseUnavailable } from './unavailable.ts'

const givenUpAfterMs = 30_000
const longestPauseMs = 1_000

/**
 * Runs `work` again while the database is unavailable, for 30 s at most: for the note of what has been done already, which
 * would otherwise be done a second time. `work` must not mind running twice: its answer may be what was lost.
 */
export async function insist<T>(work: () => Promise<T>): Promise<T> {
  const until = Date.now() + givenUpAfterMs
  for (let pauseMs = 100; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await work()
    } catch (error) {
      if (Date.now() > until || !isDatabaseUnavailable(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}

const patienceMs = 100

/** The same for what nobody has to wait for: it goes on behind when the database is away for longer than a moment. Never throws. */
export async function insistBehind(work: () => Promise<unknown>): Promise<void> {
  const done = insist(work).then(
    () => {},
    () => {},
  )
  await Promise.race([done, new Promise<void>((resolve) => setTimeout(resolve, patienceMs).unref())])
}
