import { createServer, type Server } from 'node:http'
import path from 'node:path'
import { attachEmbeddedPostgres } from '@quittance/server/platform/db/embedded'
import autocannon from 'autocannon'
import pg from 'pg'
import { createElement, type ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { cpuMs, freePort, type Product } from './product.ts'
import { median, type Row } from './table.ts'

const rounds = 5
const seconds = 3
const connections = 32

/**
 * The payment page: ours; bare `node:http` sending the same bytes after one read by token (the ceiling); the same with
 * React's renderToString, as React peers do.
 */
export async function measurePage(product: Product): Promise<Row[]> {
  const html = await (await fetch(product.payUrl)).text()
  const database = await attachEmbeddedPostgres({ dataDir: product.dataDir })
  const pool = new pg.Pool({ connectionString: database.databaseUrl, max: 12 })
  const read = () =>
    pool.query(
      'select i.* from payment_link_tokens t join invoices i on i.account_id = t.account_id and i.id = t.invoice_id limit 1',
    )
  const elements = reactPage(html)
  const bare = await serve(async () => (await read(), html))
  const react = await serve(async () => (await read(), renderToString(elements)))
  const candidates = [
    { name: 'bare node:http + string + one read (ceiling)', url: bare.url },
    { name: 'Quittance', url: product.payUrl },
    { name: 'node:http + React renderToString + one read', url: react.url },
  ]
  const perSecond = new Map(candidates.map(({ name }) => [name, [] as number[]]))
  const p99 = new Map(candidates.map(({ name }) => [name, [] as number[]]))
  let ours = { cpu: 0, requests: 0 }
  for (let round = 0; round < rounds; round++) {
    for (const { name, url } of candidates) {
      const before = await cpuMs(product.pid)
      const result = await autocannon({ url, connections, duration: seconds })
      perSecond.get(name)!.push(result.requests.average)
      p99.get(name)!.push(result.latency.p99)
      if (name === 'Quittance')
        ours = {
          cpu: ours.cpu + (await cpuMs(product.pid)) - before,
          requests: ours.requests + result.requests.total,
        }
    }
  }
  bare.server.close()
  react.server.close()
  await pool.end()
  await database.stop()
  const ceiling = median(perSecond.get(candidates[0]!.name)!)
  const rows = candidates.flatMap(({ name }): Row[] => [
    {
      job: 'payment page',
      candidate: name,
      value: median(perSecond.get(name)!),
      unit: 'req/s',
      ratio: `${(median(perSecond.get(name)!) / ceiling).toFixed(2)} × ceiling`,
    },
    { job: 'payment page, p99', candidate: name, value: median(p99.get(name)!), unit: 'ms' },
  ])
  return [
    ...rows,
    {
      job: 'payment page, CPU',
      candidate: 'Quittance',
      value: (ours.cpu * 1000) / ours.requests,
      unit: 'µs/req',
    },
    { job: 'payment page, HTML', candidate: 'Quittance', value: Buffer.byteLength(html), unit: 'bytes' },
  ]
}

async function serve(body: () => Promise<string>): Promise<{ server: Server; url: string }> {
  const server = createServer((_, response) => {
    void body().then((text) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(text),
    )
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${port}${path.posix.sep}` }
}

/** As many elements as our page has, holding its words. */
function reactPage(html: string): ReactNode {
  const words = html.replace(/<(script|style)[\s\S]*?<\/\1>/g, '').match(/<\w+|>[^<]+/g) ?? []
  return createElement(
    'main',
    null,
    ...words.map((part, key) =>
      part.startsWith('>')
        ? createElement('span', { key, className: 'word' }, part.slice(1))
        : createElement('div', { key, className: 'element', 'data-name': part.slice(1) }),
    ),
  )
}
