import { measurePdf } from './invoice-pdf.ts'
import { measurePage } from './payment-page.ts'
import { type Product, startProduct } from './product.ts'
import { measureStart } from './start.ts'
import type { Row } from './table.ts'
import { printTable } from './table.ts'

/**
 * `npm run bench`: our figures beside their ceiling and beside what peers do, in one run, candidates interleaved, medians
 * of several rounds. Machines are noisy: trust the ratios, not the times. It asserts nothing.
 */
const rows: Row[] = [...(await measureStart())]
const product: Product = await startProduct()
try {
  rows.push(...(await measurePage(product)), ...(await measurePdf(product)))
} finally {
  await product.stop()
}
printTable(rows)
