import type { App } from '../../context.ts'

/** Runs `task` every `everyMs`, and with `atOnce` now as well; never twice at once, until stopped. A failure is logged; the next turn tries again. */
export function schedule(
  app: App,
  name: string,
  everyMs: number,
  task: () => Promise<unknown>,
  { atOnce = false } = {},
): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve()
  let busy = false
  const turn = () => {
    if (busy) return
    busy = true
    running = task()
      .catch((error: unknown) =>
        app.log.error(
          { task: name, error: error instanceof Error ? error.message : String(error) },
          'a scheduled task failed',
        ),
      )
      .finally(() => {
        busy = false
      })
  }
  const timer = setInterval(turn, everyMs)
  if (atOnce) turn()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
