import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import jsQr from 'jsqr'
import { PNG } from 'pngjs'

/** Whether poppler's tools, an independent reader of PDFs, are installed (Debian: poppler-utils). */
export const hasPoppler = ['pdftotext', 'pdfinfo', 'pdftoppm', 'pdffonts'].every(
  (tool) => spawnSync(tool, ['-v']).error === undefined,
)
if (!hasPoppler) console.log('poppler-utils is not installed: the tests that read PDFs are skipped.')

/** The text of a PDF as a reader would copy it, line by line. Marks of direction that poppler adds are left out. */
export function textOf(pdf: Buffer, firstPage = 1): string {
  return withFile(pdf, (file) => run('pdftotext', ['-layout', '-f', String(firstPage), file, '-'])).replace(
    /[\u200e\u200f\u202a-\u202e]/g,
    '',
  )
}

/** `textOf` with every stretch of white space as one space, so that wrapped text can be compared. */
export function flatTextOf(pdf: Buffer): string {
  return textOf(pdf).replace(/\s+/g, ' ')
}

/** How far from the left edge of its page the first word that reads like this begins, in points. */
export function leftEdgeOf(pdf: Buffer, word: string): number {
  const boxes = withFile(pdf, (file) => run('pdftotext', ['-bbox', file, '-']))
  const found = new RegExp(`xMin="([\\d.]+)"[^>]*>[\u200e\u200f\u202a-\u202e]*${word}<`).exec(boxes)
  if (!found) throw new Error(`no word “${word}” in the PDF`)
  return Number(found[1])
}

/** What `pdfinfo` tells, by its labels: { Title, Pages, Tagged, … }. */
export function infoOf(pdf: Buffer): Record<string, string> {
  return Object.fromEntries(
    withFile(pdf, (file) => run('pdfinfo', [file]))
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  )
}

/** The structure tree with its text, indented. */
export function structureOf(pdf: Buffer): string {
  return withFile(pdf, (file) => run('pdfinfo', ['-struct-text', file]))
}

/** The lines of `pdffonts`: one for each font, without the two of the head. */
export function fontsOf(pdf: Buffer): string[] {
  return withFile(pdf, (file) => run('pdffonts', [file]))
    .split('\n')
    .slice(2)
    .filter(Boolean)
}

/** The addresses of all links, in order of appearance. */
export function linksOf(pdf: Buffer): string[] {
  return [...pdf.toString('latin1').matchAll(/\/URI \(((?:\\.|[^\\)])*)\)/g)].map((match) =>
    (match[1] ?? '').replace(/\\(.)/g, '$1'),
  )
}

/** What the QR code on the first page says, read from its picture; null when there is none. */
export function qrCodeOf(pdf: Buffer): string | null {
  const png = withFile(pdf, (file) => {
    execFileSync('pdftoppm', ['-r', '110', '-png', '-singlefile', file, file])
    return PNG.sync.read(readFileSync(`${file}.png`))
  })
  // The package is CommonJS: what its types call the default export is the module itself.
  const decode = jsQr as unknown as typeof jsQr.default
  return decode(new Uint8ClampedArray(png.data), png.width, png.height)?.data ?? null
}

function run(tool: string, args: string[]): string {
  return execFileSync(tool, args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })
}

function withFile<Result>(pdf: Buffer, read: (file: string) => Result): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'quittance-pdf-'))
  try {
    const file = path.join(folder, 'document.pdf')
    writeFileSync(file, pdf)
    return read(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
