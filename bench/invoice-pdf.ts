import { chromium } from '@playwright/test'
import type { Product } from './product.ts'
import { median, type Row } from './table.ts'

const rounds = 6
const each = 10

/** One invoice PDF, as its caller sees it over HTTP, beside warm Chromium printing the same invoice's page. */
export async function measurePdf(product: Product): Promise<Row[]> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  })
  const page = await browser.newPage({ javaScriptEnabled: false })
  const html = await (await fetch(product.payUrl)).text()
  await page.setContent(html.replace('<head>', `<head><base href="${product.url}/">`))
  const ours: number[] = []
  const chromiums: number[] = []
  let bytes = 0
  for (let round = 0; round < rounds; round++) {
    ours.push(
      await perCall(async () => {
        bytes = (await (await fetch(product.pdfUrl)).arrayBuffer()).byteLength
      }),
    )
    chromiums.push(await perCall(() => page.pdf({ format: 'A4' })))
  }
  await browser.close()
  // The first round warms fonts and workers.
  const [own, other] = [median(ours.slice(1)), median(chromiums.slice(1))]
  return [
    {
      job: 'invoice PDF',
      candidate: 'Quittance, over HTTP',
      value: own,
      unit: 'ms',
      ratio: `${(other / own).toFixed(1)} × Chromium's speed`,
    },
    { job: 'invoice PDF', candidate: 'Chromium page.pdf, warm', value: other, unit: 'ms' },
    { job: 'invoice PDF, size', candidate: 'Quittance', value: bytes / 1024, unit: 'KB' },
  ]
}

async function perCall(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  for (let call = 0; call < each; call++) await work()
  return (performance.now() - began) / each
}
