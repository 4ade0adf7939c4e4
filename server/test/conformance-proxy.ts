import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './world.ts'

interface Problem {
  side: 'client' | 'server' | 'proxy'
  level: 'error' | 'warn'
  code: string
  message: string
  times: number
}

/** A recording proxy that holds both sides of every exchange against Stripe's own description of its API. */
export interface ConformanceProxy {
  /** Where the product finds Stripe. */
  url: string
  /** Where Stripe finds the product. */
  webhookUrl: string
  summary(): Promise<{ problems: Problem[]; exchanges: number; webhooks: number }>
  stop(): void
}

const projectRoot = fileURLToPath(new URL('../../', import.meta.url))

/** The proxy's program, or null when it is not at hand. */
export function conformanceProxyProgram(): string | null {
  const folder =
    process.env['STRIPE_CONFORMANCE_DIR'] ??
    path.join(projectRoot, '..', 'shared', 'tools', 'stripe-conformance')
  const program = path.join(folder, 'proxy.mjs')
  return existsSync(program) ? program : null
}

/** Starts one before `upstream`; with `webhook`, also before the product's endpoint, and as unkind as `chaos` says. */
export async function startConformanceProxy(
  program: string,
  upstream: string,
  webhook?: { destination: string; chaos: string },
): Promise<ConformanceProxy> {
  const [port, webhookPort] = [await freePort(), await freePort()]
  const deliveries = webhook
    ? ['--webhook', `${webhookPort}=${webhook.destination}`, '--chaos', webhook.chaos]
    : []
  const child = spawn(
    process.execPath,
    [
      program,
      '--upstream',
      upstream,
      '--listen',
      String(port),
      '--strict',
      '--unique-metadata',
      'invoice_id',
      ...deliveries,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the conformance proxy ended with ${code}`)))
    child.stdout.on('data', (text: Buffer) => {
      if (text.toString().includes('stripe conformance proxy:')) resolve()
    })
  })
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    webhookUrl: `http://127.0.0.1:${webhookPort}/`,
    summary: async () => (await fetch(`${url}/__conformance/summary`)).json() as never,
    stop: () => void child.removeAllListeners('exit').kill(),
  }
}
