import { appendFileSync } from 'node:fs'

/** Whether the tests run in their long form (`npm run test:long`). */
export const isLong = process.env['QUITTANCE_TEST_LONG'] === '1'

/** Says what a test counted (runs, crash points, faults), now and again at the end of `npm run test:long`. */
export function tellCounts(what: string, counts: Record<string, number | string>): void {
  const line = `${what}: ${Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')}`
  process.stdout.write(`${line}\n`)
  const file = process.env['QUITTANCE_COUNTS_FILE']
  if (file) appendFileSync(file, `${line}\n`)
}
