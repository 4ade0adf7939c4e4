import { setTimeout as sleep } from 'node:timers/promises'
import { type Config, readConfig } from '@quittance/server/config'
import type { EmbeddedPostgres } from '@quittance/server/platform/db/embedded'
import { banner } from './banner.ts'
import { explainUnreachable } from './explain-unreachable.ts'
import { findFreePort, requireFreePort } from './free-port.ts'
import { fail } from './run-command.ts'
import { planSimulator, type SimulatorProcess } from './simulator-process.ts'

interface Running {
  database: EmbeddedPostgres | null
  server: { stop(): Promise<void> } | null
  simulator: SimulatorProcess | null
}

// With a second for the simulator and three and a half for the database it stays below the ten that SIGTERM may take.
const drainedWithinMs = 5_000

/** `quittance start`: the database, the server and the simulated Stripe, until a signal asks them to stop. */
export async function start(options: { json?: boolean }): Promise<null> {
  const running: Running = { database: null, server: null, simulator: null }
  stopOnSignals(running)
  try {
    const config = await readConfigWithPort()
    if (config.role !== 'worker') await requireFreePort(config.port, config.host)
    const [databaseUrl, { startServer }] = await Promise.all([
      openDatabase(config, running, options),
      import('@quittance/server/main'),
    ])
    if (config.tour && !config.stripeSimulatorUrl) running.simulator = await planSimulator(config)
    const stripeSimulatorUrl = running.simulator?.url ?? config.stripeSimulatorUrl
    const ready = { ...config, databaseUrl, embedded: config.databaseUrl === null, stripeSimulatorUrl }
    const server = await explainUnreachable(config, () => startServer(ready))
    running.server = server
    running.simulator?.run()
    const url = config.publicUrl
    console.log(options.json ? JSON.stringify(addresses(url, stripeSimulatorUrl)) : banner(config, url))
  } catch (error) {
    fail(error, options)
    await stopAll(running)
    process.exit(1)
  }
  return null
}

function addresses(url: string, stripeSimulatorUrl: string | null) {
  return {
    base_url: url,
    admin_url: `${url}/`,
    tour_url: `${url}/tour`,
    stripe_simulator_url: stripeSimulatorUrl,
  }
}

/** PORT=0 takes any free port, and the addresses follow it. */
async function readConfigWithPort(): Promise<Config> {
  const config = readConfig(process.env)
  if (config.port !== 0) return config
  return readConfig({ ...process.env, PORT: String(await findFreePort(config.host)) })
}

async function openDatabase(config: Config, running: Running, options: { json?: boolean }): Promise<string> {
  if (config.databaseUrl) return config.databaseUrl
  const { startEmbeddedPostgres } = await import('@quittance/server/platform/db/embedded')
  running.database = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    onUnexpectedEnd(error) {
      fail(error, options)
      void stopAll(running).then(() => process.exit(1))
    },
  })
  return running.database.databaseUrl
}

/** The first request to stop drains and stops in good order, exit code 0; a second one ends at once. */
function stopOnSignals(running: Running): void {
  let asked = false
  function stop(): void {
    if (asked) process.exit(1)
    asked = true
    void stopAll(running).then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
  if (process.env.npm_execpath) whenParentEnds(stop)
}

/**
 * `npx quittance start` runs us below a shell, and npm hands a SIGTERM to that shell only: it dies and we would stay
 * behind. Becoming the child of another process tells.
 */
function whenParentEnds(stop: () => void): void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    stop()
  }, 200)
  watch.unref()
}

/** Callers first, the database last. A server that does not drain in time is left behind. */
async function stopAll(running: Running): Promise<void> {
  const { server, simulator, database } = running
  await Promise.race([
    Promise.allSettled([server?.stop()]),
    sleep(drainedWithinMs, undefined, { ref: false }),
  ])
  await simulator?.stop()
  await database?.stop()
}
