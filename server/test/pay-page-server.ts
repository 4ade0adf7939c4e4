import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** What the test answers for one path; null: 404. */
export type PageAnswer = {
  status?: number
  body: string
  type?: string
  csp?: string
} | null

/** A server of pages drawn by the product, with its script and style bundled as for production. */
export interface PayPageServer {
  url: string
  assets: { scriptUrl: string; styleUrl: string }
  /** Bytes of the script and of the style, minified. */
  sizes: { script: number; style: number }
  close(): Promise<void>
}

/** Listens on this machine alone; `answer` draws what is not an asset. */
export async function servePayPages(
  answer: (method: string, url: URL, body: string) => PageAnswer | Promise<PageAnswer>,
): Promise<PayPageServer> {
  const { script, style } = await bundleAssets()
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    assets: { scriptUrl: '/assets/pay.js', styleUrl: '/assets/pay.css' },
    sizes: { script: script.length, style: style.length },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = new URL(request.url ?? '/', url)
    let body = ''
    for await (const chunk of request) body += chunk
    if (address.pathname === '/assets/pay.js')
      return send(response, { body: script, type: 'text/javascript' })
    if (address.pathname === '/assets/pay.css') return send(response, { body: style, type: 'text/css' })
    send(response, await answer(request.method ?? 'GET', address, body))
  }
}

function send(response: ServerResponse, answer: PageAnswer): void {
  if (!answer) return void response.writeHead(404).end()
  response.writeHead(answer.status ?? 200, {
    'content-type': `${answer.type ?? 'text/html'}; charset=utf-8`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, no-store',
    ...(answer.csp ? { 'content-security-policy': answer.csp } : {}),
  })
  response.end(answer.body)
}

async function bundleAssets(): Promise<{ script: string; style: string }> {
  const folder = fileURLToPath(new URL('../src/features/pay-page/', import.meta.url))
  const { outputFiles } = await build({
    entryPoints: [`${folder}pay.browser.ts`, `${folder}pay.css`],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    write: false,
    outdir: 'out',
  })
  const text = (ending: string) => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? ''
  return { script: text('.js'), style: text('.css') }
}
