import type { App } from '../../context.ts'

/** Runs `task` every `everyMs`, never twice at once, until stopped. A failure is logged; the next turn tries again. */
export function schedule(
  app: App,
  name: string,
  everyMs: number,
  task: () => Promise<void>,
): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  let busy = false
  const timer = setInterval(() => {
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
  }, everyMs)
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
