import pg from 'pg'
import type { App } from '../../context.ts'
import { claim, type Lane, type Reactions, runClaimed } from './outbox.ts'

export interface Runner {
  /** Takes nothing new and waits for what runs. */
  stop(): Promise<void>
}

/** A mail server that hangs holds up e-mails alone, never what Stripe has told (F7). */
const atOnce: Record<Lane, number> = { work: 6, mail: 4 }
const pollMs = 1_000

/** Works through the outbox: woken by NOTIFY within milliseconds, and by a poll in case a notice was missed. */
export function startRunner(app: App, databaseUrl: string, reactions: Reactions): Runner {
  const lanes = [startLane(app, 'work', reactions), startLane(app, 'mail', reactions)]
  const listener = listen(app, databaseUrl, () => {
    for (const lane of lanes) lane.nudge()
  })
  return {
    async stop() {
      await Promise.all(lanes.map((lane) => lane.stop()))
      await listener.close()
    },
  }
}

function startLane(app: App, lane: Lane, reactions: Reactions): Runner & { nudge(): void } {
  let stopping = false
  let wake: () => void = () => {}
  let nudged = false
  const running = new Set<Promise<void>>()
  const nudge = () => {
    nudged = true
    wake()
  }

  async function work(): Promise<void> {
    while (!stopping) {
      nudged = false
      const free = atOnce[lane] - running.size
      const rows = free > 0 ? await claim(app, lane, free).catch(report) : []
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
    nudge,
    async stop() {
      stopping = true
      wake()
      await worked
      await Promise.all(running)
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
