import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type http from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'
import { listen, passOn } from './pass-on.ts'

/** Something one side of an exchange did that Stripe would not do, or not accept. */
export interface Problem {
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
  stop(): Promise<void>
}

/** Violations a test provokes on purpose: the code of each, and why it is no fault here. */
export type Provoked = Record<string, string>

// What the simulator has beside Stripe's API: controls, scripts and frames, a Dashboard. And the list of events, whose
// objects are as they were at their time: to the proxy they would look like steps back.
const notOfTheApi =
  '^/(v1/events|_sim|__conformance|js|endive|v3|dashboard|setup/s|favicon|oauth/authorize)(\\b|/|\\.)'

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
  webhook?: { destination: string; chaos?: string },
): Promise<ConformanceProxy> {
  const webhookPort = await freePort()
  const deliveries = webhook ? ['--webhook', `${webhookPort}=${webhook.destination}`] : []
  if (webhook?.chaos) deliveries.push('--chaos', webhook.chaos)
  const child = spawn(
    process.execPath,
    [
      program,
      '--upstream',
      upstream,
      '--listen',
      '0',
      '--strict',
      '--unique-metadata',
      'invoice_id',
      '--ignore',
      notOfTheApi,
      ...deliveries,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the conformance proxy ended with ${code}`)))
    child.stdout.on('data', (text: Buffer) => {
      const listening = /stripe conformance proxy: (\S+)/.exec(text.toString())
      if (listening) resolve(listening[1]!)
    })
  })
  const unbroken = await listen((request, response) =>
    passOn(request, response, `${url}${request.url}`, { isCut: standsForCut }),
  )
  return {
    url: unbroken.url,
    webhookUrl: `http://127.0.0.1:${webhookPort}/`,
    summary: async () => (await fetch(`${url}/__conformance/summary`)).json() as never,
    async stop() {
      child.removeAllListeners('exit').kill()
      await unbroken.close()
    },
  }
}

/** The proxy says 502 where Stripe broke the connection; whoever asks must see what Stripe did. */
function standsForCut({ statusCode, headers }: http.IncomingMessage): boolean {
  return statusCode === 502 && headers['request-id'] === undefined
}

/** @throws Error that names every violation the proxy saw on these sides, but for those provoked on purpose. */
export async function expectNoViolation(
  proxy: ConformanceProxy,
  provoked: Provoked = {},
  sides: Problem['side'][] = ['client', 'server', 'proxy'],
): Promise<void> {
  const { problems } = await proxy.summary()
  const violations = problems.filter(
    ({ side, level, code }) => level === 'error' && sides.includes(side) && !(code in provoked),
  )
  if (violations.length === 0) return
  const named = violations.map(
    ({ side, code, times, message }) =>
      `${side === 'client' ? 'the product (or the test)' : 'the simulator'}: ${code} ×${times}: ${message}`,
  )
  throw new Error(`Stripe's rules were broken:\n${named.join('\n')}`)
}
