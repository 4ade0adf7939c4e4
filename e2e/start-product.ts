import { startProduct } from './product.ts'

/** Once for all stories: each has a tour account of its own in it. */
// Playwright takes a default export here.
// oxlint-disable-next-line import/no-default-export
export default async function start(): Promise<() => Promise<void>> {
  const product = await startProduct()
  process.env['QUITTANCE_URL'] = product.url
  return product.stop
}
