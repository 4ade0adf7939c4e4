import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// This module runs from server/src in development and from dist/ in production.
const bundled = existsSync(new URL('./migrations/', import.meta.url))
const dist = bundled ? new URL('./', import.meta.url) : new URL('../../dist/', import.meta.url)

/** Where the numbered .sql files are. */
export const migrationsFolder = bundled
  ? new URL('./migrations/', import.meta.url)
  : new URL('../migrations/', import.meta.url)

/** The module that draws PDFs in a thread of its own. */
export const pdfWorkerUrl = bundled
  ? new URL('./pdf-worker.mjs', import.meta.url)
  : new URL('./pdf-worker.ts', import.meta.url)

/** The built admin app. */
export const adminFolder = fileURLToPath(new URL('./admin/', dist))

/** Scripts and styles of the pages we render ourselves. */
export const browserFolder = fileURLToPath(new URL('./browser/', dist))

/** Where the browser finds one of those files; its name carries a hash of its content. `name` such as 'pay' or 'pay.css'. */
export function browserFile(name: string): string {
  const manifest = fileURLToPath(new URL('./browser/manifest.json', dist))
  const built = existsSync(manifest)
    ? (JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>)
    : {}
  return `/browser/${built[name] ?? `${name}-not-built`}`
}
