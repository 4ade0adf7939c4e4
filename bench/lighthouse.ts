import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Product } from './product.ts'
import { median, type Row } from './table.ts'

const rounds = 3
// Fetched when it is asked for: 180 MB that nobody else needs. The last line of versions for Node 20.
const program = 'lighthouse@12.8.2'

interface Report {
  categories: Record<'performance' | 'accessibility' | 'best-practices', { score: number }>
  audits: Record<
    string,
    { numericValue?: number; details?: { items: { url: string; transferSize: number }[] } }
  >
}

/** The payment page by Lighthouse, on its phone with a slow network: scores out of 100, first paint, and what was loaded. */
export async function measureLighthouse(product: Product): Promise<Row[]> {
  const reports = Array.from({ length: rounds }, () => report(product.payUrl))
  const row = (candidate: string, unit: string, valueOf: (report: Report) => number): Row => ({
    job: 'payment page by Lighthouse',
    candidate,
    value: median(reports.map(valueOf)),
    unit,
  })
  const ours = (one: Report) =>
    one.audits['network-requests']!.details!.items.filter(({ url }) => url.startsWith(product.url))
  return [
    row('performance', '', ({ categories }) => categories.performance.score * 100),
    row('accessibility', '', ({ categories }) => categories.accessibility.score * 100),
    row('best practices', '', ({ categories }) => categories['best-practices'].score * 100),
    row('first contentful paint', 'ms', ({ audits }) => audits['first-contentful-paint']!.numericValue!),
    row('largest contentful paint', 'ms', ({ audits }) => audits['largest-contentful-paint']!.numericValue!),
    row('loaded from us', 'bytes', (one) =>
      ours(one).reduce((sum, { transferSize }) => sum + transferSize, 0),
    ),
    row('scripts of ours', 'bytes', (one) =>
      ours(one).reduce((sum, { url, transferSize }) => sum + (url.endsWith('.js') ? transferSize : 0), 0),
    ),
  ]
}

function report(url: string): Report {
  const file = path.join(tmpdir(), `quittance-lighthouse-${process.pid}.json`)
  execFileSync(
    'npx',
    [
      '--yes',
      program,
      url,
      '--quiet',
      '--output=json',
      `--output-path=${file}`,
      '--only-categories=performance,accessibility,best-practices',
      '--chrome-flags=--headless=new --no-sandbox --disable-gpu',
    ],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, CHROME_PATH: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium' },
    },
  )
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } finally {
    rmSync(file)
  }
}
