import { parseDecimal } from '@quittance/core/decimal'
import { parseAmount } from '../../../../blocks/amount-text.ts'
import { cellsOf } from './cells.ts'
import { type Column, columnsByContent, columnsByHeading } from './columns.ts'
import { decimalMarkOf, plainNumber, sharedMark } from './number-text.ts'

/** A row as a line of the invoice: amounts in major units, as text, as one would have typed them. */
export interface PastedRow {
  description: string
  detail: string
  quantity: string
  unit: string
  price: string
}

/** A cell that could not be read. It stands in its field as it came. `row` counts the lines that were made, from 0. */
export interface BadCell {
  row: number
  field: 'quantity' | 'price'
  text: string
}

export interface Pasted {
  rows: PastedRow[]
  bad: BadCell[]
}

/** More than anybody types, and few enough to be looked through. */
export const pastedRowsAtMost = 500

/**
 * Rows of a spreadsheet, copied as text, with tabs or as CSV, with a heading or without, in any order of columns. Numbers
 * are read as the table itself shows them to be written, and where it does not tell, as readers of `language` write them.
 * Nothing is lost: a cell that is no number stays in its field, and a column without a meaning goes into the detail.
 * null: this is no table, paste it as text.
 */
export function readPasted(
  text: string,
  { currency, language }: { currency: string; language: string },
): Pasted | null {
  const cells = tableOf(text, language)
  if (!cells) return null
  const mark = sharedMark(cells.flat()) ?? decimalMarkOf(language)
  const number = (cell: string) => plainNumber(cell, mark)
  const headed = columnsByHeading(cells[0] ?? [], (cell) => number(cell) !== null)
  const [heading = []] = cells
  const rows = headed ? cells.slice(1) : cells
  if (rows.length === 0) return null
  const numbers = rows.map((row) => row.map(number))
  const columns = headed ?? columnsByContent(rows, numbers)
  if (!columns?.includes('description')) return null

  const bad: BadCell[] = []
  const read = rows.map((cells, row): PastedRow => {
    const at = (column: Column) => cells[columns.indexOf(column)] ?? ''
    const figure = (field: BadCell['field'], isGood: (plain: string) => boolean): string => {
      const cell = at(field)
      const plain = cell ? number(cell) : ''
      if (plain === '' || (plain !== null && isGood(plain))) return plain
      bad.push({ row, field, text: cell })
      return cell
    }
    const [description, ...more] = at('description').split(/\s*[\r\n]+\s*/)
    // A row may be longer than its heading; what has a heading of its own says so.
    const rest = cells.flatMap((cell, index) => {
      if (!cell || (columns[index] ?? 'rest') !== 'rest') return []
      const head = headed ? heading[index] : undefined
      return head ? [`${head}: ${cell}`] : [cell]
    })
    return {
      description: description!,
      detail: [...more, at('detail'), ...rest].filter(Boolean).join(' · '),
      quantity: figure('quantity', (plain) => (parseDecimal(plain, 6) ?? 0n) > 0n) || '1',
      unit: at('unit'),
      price: figure('price', (plain) => parseAmount(plain, currency) !== null),
    }
  })
  return { rows: read, bad }
}

/** Separates nothing: each line is one cell. */
const neverTyped = '\0'

/** The cells, or null for what is one cell. */
function tableOf(text: string, language: string): string[][] | null {
  if (text.includes('\t')) return cellsOf(text, '\t')
  const lines = cellsOf(text, neverTyped)
  if (lines.length < 2) return null
  return asCsv(text, ';', language) ?? asCsv(text, ',', language) ?? lines
}

/** Every row has as many cells, and there are words and numbers among them; else the sign is only punctuation. */
function asCsv(text: string, separator: ';' | ',', language: string): string[][] | null {
  const rows = cellsOf(text, separator)
  const width = rows[0]!.length
  if (rows.length < 2 || width < 2 || rows.some((row) => row.length !== width)) return null
  const isNumber = (cell: string) => plainNumber(cell, '.') !== null
  if (columnsByHeading(rows[0]!, isNumber)) return rows
  // 'Design 12,50' is no table of two columns where decimals follow a comma.
  if (separator === ',' && decimalMarkOf(language) === ',') return null
  const hasNumbers = rows.every((row) => row.some(isNumber))
  return hasNumbers && rows.every((row) => row.some((cell) => cell && !isNumber(cell))) ? rows : null
}
