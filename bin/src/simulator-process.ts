import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '@quittance/server/config'
import { findFreePort, tryToListen } from './free-port.ts'

/** The pretended Stripe of the Live Tour, in a process of its own beside the product. */
export interface SimulatorProcess {
  url: string
  /** Starts it, and again whenever it dies. */
  run(): void
  stop(): Promise<void>
}

const firstPauseMs = 250
const longestPauseMs = 10_000

/**
 * Chooses where the simulator will answer, without starting it yet: tour accounts store addresses on it, so the port is
 * kept in DATA_DIR and stays the same over restarts while it is free.
 */
export async function planSimulator(config: Config): Promise<SimulatorProcess> {
  const stateDir = path.join(config.dataDir, 'stripe-simulator')
  fs.mkdirSync(stateDir, { recursive: true, mode: 0o700 })
  const port = await keptPort(path.join(stateDir, 'port'), config.host)
  let child: ChildProcess | null = null
  let stopped = false
  let pauseMs = firstPauseMs

  function run(): void {
    if (stopped) return
    const startedAt = Date.now()
    child = launch({ port, host: config.host, stateDir })
    child.once('exit', (code, signal) => {
      if (stopped) return
      if (Date.now() - startedAt > longestPauseMs) pauseMs = firstPauseMs
      console.error(`The simulated Stripe ended (${signal ?? code}); it starts again in ${pauseMs} ms.`)
      setTimeout(run, pauseMs).unref()
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    })
  }

  async function stop(): Promise<void> {
    stopped = true
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child?.once('exit', resolve))
    child.kill('SIGTERM')
    const tooLate = setTimeout(() => child?.kill('SIGKILL'), 1_000)
    await ended
    clearTimeout(tooLate)
  }

  return { url: `http://${visibleHost(config)}:${port}`, run, stop }
}

/** Our end of its standard input closes with us, even after a kill -9, and it ends when it sees that. */
function launch({ port, host, stateDir }: { port: number; host: string; stateDir: string }): ChildProcess {
  const program = fileURLToPath(new URL('stripe-simulator.mjs', import.meta.url))
  const place = ['--port', String(port), '--host', host, '--state-dir', stateDir]
  return spawn(process.execPath, [program, ...place, '--exit-with-parent'], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  })
}

async function keptPort(file: string, host: string): Promise<number> {
  const kept = fs.existsSync(file) ? Number.parseInt(fs.readFileSync(file, 'utf8'), 10) : 0
  if (kept > 0 && (await tryToListen(kept, host)) === null) return kept
  const port = await findFreePort(host)
  fs.writeFileSync(file, `${port}\n`)
  return port
}

/** The payer's browser talks to it too: by the host of the public address, unless all is on this machine. */
function visibleHost(config: Config): string {
  if (['127.0.0.1', 'localhost', '::1'].includes(config.host)) return '127.0.0.1'
  return new URL(config.publicUrl).hostname
}
