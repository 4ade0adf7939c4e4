import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

export interface RunningProduct {
  url: string
  /** @throws when it did not end well, or had logged an error: whatever a story does, the server must not stumble. */
  stop(): Promise<void>
}

const root = path.resolve(import.meta.dirname, '..')
// The first start may have to build.
const startWithinMs = 240_000
const stopWithinMs = 10_000

/** Starts the product by its own command, as anybody would, in a data folder of its own. */
export async function startProduct(settings: Record<string, string> = {}): Promise<RunningProduct> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'quittance-e2e-'))
  const port = await freePort()
  const child = spawn(process.execPath, [path.join(root, 'bin/quittance.mjs'), 'start'], {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'error', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const errors: string[] = []
  createInterface(child.stdout).on('line', (line) => {
    if (line.startsWith('{')) errors.push(line)
  })
  const url = `http://localhost:${port}`

  async function stop(): Promise<void> {
    const askedAt = Date.now()
    child.kill('SIGTERM')
    const code = await ended
    await rm(dataDir, { recursive: true, force: true })
    if (code !== 0) throw new Error(`the product ended with ${code} when it was asked to stop`)
    if (Date.now() - askedAt > stopWithinMs) throw new Error('the product took more than ten seconds to stop')
    if (errors.length > 0) throw new Error(`the product logged errors:\n${errors.join('\n')}`)
  }

  try {
    await untilReady(child, url)
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  return { url, stop }
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const until = Date.now() + startWithinMs
  while (Date.now() < until) {
    if (child.exitCode !== null)
      throw new Error(`the product ended with ${child.exitCode} instead of starting`)
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the product did not become ready')
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}
