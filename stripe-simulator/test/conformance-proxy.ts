import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

type Problem = { side: string; level: string; code: string; message: string }
export type ConformanceProxy = {
  url: string
  webhookUrl: string
  summary: () => Promise<{ problems: Problem[]; endpoints: Record<string, number>; webhooks: number }>
  stop: () => void
}

const projectRoot = fileURLToPath(new URL('../../', import.meta.url))

/** Where the conformance proxy lies, or null when it is not at hand. */
export function conformanceProxyPath(): string | null {
  const directory =
    process.env.STRIPE_CONFORMANCE_DIR ?? join(projectRoot, '../shared/tools/stripe-conformance')
  const path = join(directory, 'proxy.mjs')
  return existsSync(path) ? path : null
}

/** Starts the recording proxy before a simulator and before a webhook receiver, in its strictest mode. */
export async function startConformanceProxy(
  path: string,
  upstream: string,
  webhookDestination: string,
): Promise<ConformanceProxy> {
  const [port, webhookPort] = [await freePort(), await freePort()]
  const child = spawn(
    process.execPath,
    [
      path,
      '--upstream',
      upstream,
      '--listen',
      String(port),
      '--strict',
      '--webhook',
      `${webhookPort}=${webhookDestination}`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const url = `http://127.0.0.1:${port}`
  await answers(url, child)
  return {
    url,
    webhookUrl: `http://127.0.0.1:${webhookPort}/`,
    summary: async () => (await fetch(`${url}/__conformance/summary`)).json() as never,
    stop: () => child.kill(),
  }
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) throw new Error('the conformance proxy stopped')
    const reached = await fetch(`${url}/__conformance/summary`).catch(() => null)
    if (reached) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the conformance proxy does not answer')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
