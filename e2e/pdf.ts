import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** The words of a PDF, as poppler reads them; unbreakable spaces count as spaces. */
export function textOfPdf(pdf: Buffer): string {
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' }).replaceAll(
    '\u00a0',
    ' ',
  )
}

/** Where a reader gets by clicking in the PDF. */
export function linksInPdf(pdf: Buffer): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'quittance-pdf-'))
  try {
    const file = path.join(folder, 'file.pdf')
    writeFileSync(file, pdf)
    return execFileSync('pdfinfo', ['-url', file], { encoding: 'utf8' }).match(/https?:\/\/\S+/g) ?? []
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
