import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerControl } from './controls/controls.ts'
import { answerBrowser, sendPage } from './pages/answer-browser.ts'
import { dashboardPage } from './pages/dashboard/dashboard-page.ts'
import { Simulator } from './simulator.ts'
import { answerApiRequest } from './transport/answer-api-request.ts'

export type SimulatorOptions = {
  /** 0 (the default) takes any free port. */
  port?: number
  /** The address to listen on; 127.0.0.1 unless told. */
  host?: string
  /** Where state is kept; without it, in memory only. */
  stateDir?: string | null
  /** The Bearer token for the test controls under `/_sim/`; without it they answer callers on loopback only. */
  controlsToken?: string | null
}
export type RunningSimulator = { url: string; close: () => Promise<void> }

const largestBodyBytes = 1_000_000

/**
 * Starts a pretend Stripe and resolves when it listens. `close` stops taking requests and resolves once the state
 * is closed.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const simulator = new Simulator(options.stateDir ?? null)
  const server = http.createServer((request, response) => {
    answer(simulator, request, response, options.controlsToken ?? null).catch((error) => {
      process.stderr.write(`${error?.stack ?? error}\n`)
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
      response.end('the simulator failed\n')
    })
  })
  // Longer than the keep-alive of usual clients, so that they never write into a closing connection.
  server.keepAliveTimeout = 75_000
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      simulator.stop()
    },
  }
}

async function answer(
  simulator: Simulator,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  controlsToken: string | null,
) {
  const host = request.headers.host ?? 'localhost'
  const url = new URL(request.url ?? '/', `http://${host}`)
  const method = request.method ?? 'GET'
  const body = await readBody(request)
  if (body === null) return void response.writeHead(413).end()

  if (url.pathname.startsWith('/_sim/') || url.pathname === '/_sim') {
    if (!mayControl(request, controlsToken)) {
      return sendJson(response, 401, { error: 'the test controls ask for the token given at start' })
    }
    // JSON only: a page in a browser cannot send that here without asking first, and is never allowed.
    if (method === 'POST' && body && !request.headers['content-type']?.startsWith('application/json')) {
      return sendJson(response, 415, { error: 'send JSON with Content-Type: application/json' })
    }
    const { status, body: json } = await answerControl(simulator, method, url, body)
    return sendJson(response, status, json)
  }
  if (url.pathname === '/dashboard' || url.pathname.startsWith('/dashboard/')) {
    const visit = { method, url, body, headers: request.headers, isLocal: isLocal(request), controlsToken }
    return void sendPage(response, await dashboardPage(simulator, visit), true)
  }
  if (!url.pathname.startsWith('/v1/') || url.pathname === '/v1/') {
    if (await answerBrowser(simulator, { method, url, body }, response)) return
  }
  if (method === 'OPTIONS') return void response.writeHead(204, preflightHeaders).end()
  const baseUrl = `${request.headers['x-forwarded-proto'] ?? 'http'}://${host}`
  const answered = await answerApiRequest(simulator, { method, url, headers: request.headers, body, baseUrl })
  if (!answered) return void request.socket.destroy()
  response.writeHead(answered.status, answered.headers).end(answered.body)
}

/** With a token, whoever has it; without, only who calls from this very machine. */
function mayControl(request: http.IncomingMessage, token: string | null): boolean {
  if (token) return request.headers.authorization === `Bearer ${token}`
  return isLocal(request)
}

function isLocal(request: http.IncomingMessage): boolean {
  return /^(::1|(::ffff:)?127\.[\d.]+)$/.test(request.socket.remoteAddress ?? '')
}

const preflightHeaders = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, DELETE',
  'access-control-allow-headers':
    'Authorization, Content-Type, Idempotency-Key, Stripe-Account, Stripe-Version',
  'access-control-max-age': '300',
}

function sendJson(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body, null, 2)}\n`)
}

/** The whole body as text; null when it is larger than any sensible request. */
async function readBody(request: http.IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestBodyBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
