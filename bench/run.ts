import { measurePdf } from './invoice-pdf.ts'
import { measureLighthouse } from './lighthouse.ts'
import { measureLists } from './lists.ts'
import { measurePage } from './payment-page.ts'
import { type Product, startProduct } from './product.ts'
import { measureStart } from './start.ts'
import type { Row } from './table.ts'
import { printTable } from './table.ts'

/**
 * `npm run bench`, or only some of it, as in `npm run bench -- lists`: our figures beside their ceiling and beside what
 * peers do, in one run, candidates interleaved, medians of several rounds. Machines are noisy: trust the ratios, not the
 * times. It asserts nothing.
 */
const parts = { page: measurePage, pdf: measurePdf, lists: measureLists, lighthouse: measureLighthouse }
const wanted = process.argv.slice(2)
// Lighthouse is fetched from the registry: only for who asks for it.
const isWanted = (part: string) => (wanted.length === 0 ? part !== 'lighthouse' : wanted.includes(part))
const rows: Row[] = isWanted('start') ? await measureStart() : []
const product: Product = await startProduct()
try {
  for (const [part, measure] of Object.entries(parts))
    if (isWanted(part)) rows.push(...(await measure(product)))
} finally {
  await product.stop()
}
printTable(rows)
