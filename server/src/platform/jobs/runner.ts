import pg from 'pg'
import type { App } from '../../context.ts'
import { claim, type Reactions, runClaimed } from './outbox.ts'

export interface Runner {
  /** Takes nothing new and waits for what runs. */
  stop(): Promise<void>
}

const atOnce = 6
const pollMs = 1_000

/** Works through the outbox: woken by NOTIFY within milliseconds, and by a poll in case a notice was missed. */
export function startRunner(app: App, databaseUrl: string, reactions: Reactions): Runner {
  let stopping = false
  let wake: () => void = () => {}
  let nudged = false
  const running = new Set<Promise<void>>()
  const nudge = () => {
    nudged = true
    wake()
  }
  const listener = listen(app, databaseUrl, nudge)

  async function work(): Promise<void> {
    while (!stopping) {
      nudged = false
      const rows = running.size < atOnce ? await claim(app, atOnce - running.size).catch(report) : []
      for (const row of rows ?? []) {
        const run = runClaimed(app, reactions, row)
          .catch(report)
          .then(() => {
            running.delete(run)
            nudge()
          })
        running.add(run)
      }
      if (!nudged && !stopping)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pollMs)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
    }
  }

  function report(error: unknown): undefined {
    if (!stopping)
      app.log.error(
        { error: error instanceof Error ? error.message : String(error) },
        'the outbox could not be read; trying again',
      )
  }

  const worked = work()
  return {
    async stop() {
      stopping = true
      wake()
      await worked
      await Promise.all(running)
      await listener.close()
    },
  }
}

/** Listens for outbox notices on a connection of its own; reconnects by itself. */
function listen(app: App, databaseUrl: string, onNotice: () => void): { close(): Promise<void> } {
  let closed = false
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | undefined
  const again = () => {
    if (closed || timer) return
    timer = setTimeout(() => {
      timer = undefined
      void connect()
    }, 1_000)
  }
  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: databaseUrl })
    next.on('error', () => again())
    next.on('end', () => again())
    next.on('notification', onNotice)
    try {
      await next.connect()
      await next.query('listen outbox')
      client = next
      onNotice()
    } catch (error) {
      if (!closed)
        app.log.warn(
          { error: error instanceof Error ? error.message : String(error) },
          'cannot listen for outbox notices; polling',
        )
      again()
    }
  }
  void connect()
  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
