import type { DocumentLine, InvoiceSnapshot } from '@quittance/core/invoice/document'
import type { LineTotals } from '@quittance/core/invoice/totals'
import type { Element } from '../../platform/pdf/canvas.ts'
import type { Block } from '../../platform/pdf/page-flow.ts'
import type { TextBlock } from '../../platform/pdf/text-layout.ts'
import { contentWidth, grey, hairline, ink, left, right, type Sheet } from './sheet-pdf.ts'

/** More lines than this are refused: nobody reads them, and a document has to be drawn in bounded time and memory. */
export const maximumLines = 10_000

const padding = 7
const gap = 14
/** Rows taller than this may go on over the page; all others stay whole. */
const tallestWholeRow = 260
const text = { size: 9.5, leading: 1.4 } as const
const figures = { ...text, tabular: true } as const
const small = { size: 8.5, leading: 1.45 } as const
const smallFigures = { ...small, tabular: true } as const

/** The lines of an invoice as a table, its head repeated on every page. */
export function lineTableBlocks(
  sheet: Sheet,
  { lines, totals }: Pick<InvoiceSnapshot, 'lines' | 'totals'>,
): Block[] {
  if (lines.length > maximumLines)
    throw new Error(`An invoice of ${lines.length} lines cannot be drawn: ${maximumLines} is the most.`)
  const columns = columnsFor(sheet, lines, totals.lines)
  const table = lazyElements(sheet)
  const head = headBlock(sheet, columns, table)
  return [
    head,
    ...lines.flatMap((line, index) => {
      const row = rowOf(sheet, columns, line, totals.lines[index] ?? { amount: 0, discount: 0, total: 0 })
      const isLast = index === lines.length - 1
      if (row.height <= tallestWholeRow) return [{ ...wholeRow(sheet, row, table, isLast), head }]
      const headOfPart = { ...head, height: head.height + padding }
      return splitRow(sheet, row, table, isLast).map((block, at) => ({
        ...block,
        head: at === 0 ? head : headOfPart,
      }))
    }),
  ]
}

interface Columns {
  description: number
  quantity: Column
  unitPrice: Column
  /** null when no line is taxed. */
  tax: Column | null
  amount: Column
}

/** `x` is the left edge; figures stand at the right one. */
interface Column {
  x: number
  width: number
}

function columnsFor(sheet: Sheet, lines: DocumentLine[], totals: LineTotals[]): Columns {
  const widest = (
    texts: Iterable<string>,
    style: typeof figures | typeof small,
    least: number,
    most: number,
  ) => {
    let width = least
    for (const each of new Set(texts)) {
      width = Math.max(width, sheet.widthOf(each, style))
      if (width >= most) return most
    }
    return width
  }
  const title = (key: 'invoice.quantity' | 'invoice.unitPrice' | 'invoice.tax' | 'invoice.amount') =>
    sheet.widthOf(sheet.say(key), { size: 8.5 })
  const amount = widest(
    totals.map((line) => sheet.money(line.amount)),
    figures,
    Math.max(60, title('invoice.amount')),
    128,
  )
  const unitPrice = widest(
    lines.map((line) => sheet.money(line.unitAmount)),
    figures,
    Math.max(54, title('invoice.unitPrice')),
    118,
  )
  const quantity = widest(
    lines.map((line) => quantityText(sheet, line)),
    figures,
    Math.max(26, title('invoice.quantity')),
    72,
  )
  const taxTexts = lines.flatMap((line) => taxLabels(sheet, line))
  const tax = taxTexts.length ? widest(taxTexts, small, Math.max(30, title('invoice.tax')), 74) : 0
  const amountColumn = { x: right - amount, width: amount }
  const taxColumn = tax ? { x: amountColumn.x - gap - tax, width: tax } : null
  const unitColumn = { x: (taxColumn ?? amountColumn).x - gap - unitPrice, width: unitPrice }
  const quantityColumn = { x: unitColumn.x - gap - quantity, width: quantity }
  return {
    description: quantityColumn.x - gap - left,
    quantity: quantityColumn,
    unitPrice: unitColumn,
    tax: taxColumn,
    amount: amountColumn,
  }
}

function quantityText(sheet: Sheet, line: DocumentLine): string {
  return [sheet.decimal(line.quantity), line.unit].filter(Boolean).join(' ')
}

function taxLabels(sheet: Sheet, line: DocumentLine): string[] {
  return line.taxes.map((tax) => `${tax.name} ${sheet.percent(tax.rate)}`)
}

/** The table's elements, made when the first row is drawn. */
interface TableElements {
  table(): Element
  body(): Element
}

function lazyElements(sheet: Sheet): TableElements {
  let table: Element | null = null
  let body: Element | null = null
  const elements: TableElements = {
    table() {
      table ??= sheet.canvas.element('Table', sheet.canvas.root)
      return table
    },
    body() {
      body ??= sheet.canvas.element('TBody', elements.table())
      return body
    },
  }
  return elements
}

function headBlock(sheet: Sheet, columns: Columns, elements: TableElements): Block {
  const { canvas, say } = sheet
  const style = { size: 8.5, leading: 1.4 }
  const cells = [
    {
      block: sheet.set(say('invoice.description'), style, columns.description, 1),
      x: left,
      width: columns.description,
      align: 'left' as const,
    },
    ...(
      [
        ['invoice.quantity', columns.quantity],
        ['invoice.unitPrice', columns.unitPrice],
        ['invoice.tax', columns.tax],
        ['invoice.amount', columns.amount],
      ] as const
    ).flatMap(([key, column]) =>
      column
        ? [{ block: sheet.set(say(key), style, column.width, 1), ...column, align: 'right' as const }]
        : [],
    ),
  ]
  const height = 12 + 8
  let isDrawn = false
  return {
    height,
    keepWithNext: true,
    draw(y) {
      const drawCell = ({ block, x, width, align }: (typeof cells)[number]) =>
        canvas.text(block, { x, y, width, align, color: grey })
      if (isDrawn) {
        canvas.artifact(() => cells.forEach(drawCell))
      } else {
        isDrawn = true
        const head = canvas.element('THead', elements.table())
        const row = canvas.element('TR', head)
        for (const cell of cells) canvas.leaf('TH', row, () => drawCell(cell), { scope: 'Column' })
        head.end()
      }
      canvas.artifact(() => canvas.rule(left, y + height - 0.5, contentWidth, ink, 0.9))
    },
  }
}

interface Row {
  /** The first cell: what was sold, in lines that may go on over the page. */
  description: { block: TextBlock; color: typeof ink }[]
  cells: CellPart[][]
  height: number
}

/** `y`: below the upper edge of the row's text. */
interface CellPart {
  block: TextBlock
  column: Column
  color: typeof ink
  y: number
}

function rowOf(sheet: Sheet, columns: Columns, line: DocumentLine, totals: LineTotals): Row {
  const { say } = sheet
  const description = [
    { block: sheet.set(line.description, { ...text, weight: 600 }, columns.description), color: ink },
  ]
  if (line.detail?.trim())
    description.push({ block: sheet.set(line.detail, small, columns.description), color: grey })
  const cell = (block: TextBlock, column: Column, color = ink): CellPart[] => [{ block, column, color, y: 0 }]
  const cells = [
    quantityCell(sheet, columns.quantity, line),
    cell(sheet.fit(sheet.money(line.unitAmount), figures, columns.unitPrice.width), columns.unitPrice),
  ]
  if (columns.tax)
    cells.push(
      cell(sheet.set(taxLabels(sheet, line).join('\n'), small, columns.tax.width, 8), columns.tax, grey),
    )
  const amount = cell(sheet.fit(sheet.money(totals.amount), figures, columns.amount.width), columns.amount)
  if (line.discount && totals.discount) {
    const label =
      line.discount.type === 'percent'
        ? say('invoice.lineDiscountPercent', { percent: sheet.percent(line.discount.percent) })
        : say('invoice.lineDiscount')
    description.push({ block: sheet.set(label, small, columns.description, 1), color: grey })
    // Level with its words under the description.
    const y = heightOf(description) - (description.at(-1)?.block.height ?? 0)
    const block = sheet.fit(sheet.money(-totals.discount), smallFigures, columns.amount.width)
    amount.push({ block, column: columns.amount, color: grey, y })
  }
  cells.push(amount)
  const height = Math.max(heightOf(description), ...cells.flat().map((part) => part.y + part.block.height))
  return { description, cells, height: height + 2 * padding }
}

function heightOf(parts: { block: TextBlock }[]): number {
  return parts.reduce((sum, part) => sum + part.block.height, 0)
}

/** Quantity and unit on one line when there is room, else the unit beneath. */
function quantityCell(sheet: Sheet, column: Column, line: DocumentLine): CellPart[] {
  const together = quantityText(sheet, line)
  if (!line.unit || sheet.widthOf(together, figures) <= column.width)
    return [{ block: sheet.fit(together, figures, column.width), column, color: ink, y: 0 }]
  const quantity = sheet.fit(sheet.decimal(line.quantity), figures, column.width)
  const unit = sheet.set(line.unit, figures, column.width, 2)
  return [
    { block: quantity, column, color: ink, y: 0 },
    { block: unit, column, color: ink, y: quantity.height },
  ]
}

function wholeRow(sheet: Sheet, row: Row, elements: TableElements, isLast: boolean): Block {
  const { canvas } = sheet
  return {
    height: row.height,
    draw(y) {
      const element = canvas.element('TR', elements.body())
      canvas.leaf('TD', element, () => {
        let lineY = y + padding
        for (const { block, color } of row.description) {
          canvas.text(block, { x: left, y: lineY, color })
          lineY += block.height
        }
      })
      drawFigures(sheet, row, element, y + padding)
      element.end()
      canvas.artifact(() =>
        canvas.rule(left, y + row.height, contentWidth, isLast ? ink : hairline, isLast ? 0.9 : 0.5),
      )
    },
  }
}

/** A row of many lines as blocks of one line each, in the same cells. */
function splitRow(sheet: Sheet, row: Row, elements: TableElements, isLast: boolean): Block[] {
  const { canvas } = sheet
  let element: Element | null = null
  let descriptionCell: Element | null = null
  const slices = row.description.flatMap(({ block, color }) =>
    block.lines.map((_, index) => ({ block, color, index })),
  )
  return slices.map(({ block, color, index }, at): Block => {
    const isFirst = at === 0
    const isEnd = at === slices.length - 1
    const above = isFirst ? padding : 0
    const height = block.lineHeight + above + (isEnd ? padding : 0)
    return {
      height,
      // The figures beside the first lines need some room as well.
      keepWithNext: at < 3,
      draw(y) {
        element ??= canvas.element('TR', elements.body())
        descriptionCell ??= canvas.element('TD', element)
        canvas.mark(descriptionCell, 'TD', () =>
          canvas.text(block, { x: left, y: y + above, color }, index, index + 1),
        )
        if (isFirst) drawFigures(sheet, row, element, y + padding)
        if (!isEnd) return
        element.end()
        canvas.artifact(() =>
          canvas.rule(left, y + height, contentWidth, isLast ? ink : hairline, isLast ? 0.9 : 0.5),
        )
      },
    }
  })
}

function drawFigures(sheet: Sheet, row: Row, element: Element, y: number): void {
  for (const parts of row.cells) {
    sheet.canvas.leaf('TD', element, () => {
      for (const part of parts)
        sheet.canvas.text(part.block, { ...part.column, y: y + part.y, align: 'right', color: part.color })
    })
  }
}
