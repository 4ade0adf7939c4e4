import type { InvoiceSnapshot } from '@quittance/core/invoice/document'
import type { Element } from '../../platform/pdf/canvas.ts'
import type { Block } from '../../platform/pdf/page-flow.ts'
import { grey, hairline, ink, right, type Sheet } from './sheet-pdf.ts'

/** A label and a figure at its right. `strength`: how much it matters. */
export interface TotalRow {
  label: string
  figure: string
  strength: 'plain' | 'strong' | 'strongest'
}

const width = 268

/** From the subtotal to the total, with one row for each tax. Minor units. */
export function totalRows(sheet: Sheet, { totals }: Pick<InvoiceSnapshot, 'totals'>): TotalRow[] {
  const { say, money } = sheet
  const rows: TotalRow[] = [
    { label: say('invoice.subtotal'), figure: money(totals.subtotal), strength: 'plain' },
  ]
  if (totals.discount)
    rows.push({ label: say('invoice.discount'), figure: money(-totals.discount), strength: 'plain' })
  for (const tax of totals.taxes) {
    const values = { name: tax.name, rate: sheet.percent(tax.rate), taxable: money(tax.taxable) }
    const label = say('invoice.taxOn', values)
    const included = tax.inclusive ? ` (${say('invoice.taxIncluded')})` : ''
    rows.push({ label: label + included, figure: money(tax.amount), strength: 'plain' })
  }
  rows.push({ label: say('invoice.total'), figure: money(totals.total), strength: 'strong' })
  return rows
}

/** Rows of figures at the right edge of the page. The last two stay together. */
export function totalsBlocks(sheet: Sheet, rows: TotalRow[]): Block[] {
  let table: Element | null = null
  const { canvas } = sheet
  const start = right - width
  return rows.map((row, index): Block => {
    const style = styleOf(row.strength)
    const figure = sheet.fit(row.figure, { ...style, tabular: true }, width - 90)
    const label = sheet.set(row.label, style, width - figure.width - 14, 4)
    const above = row.strength === 'plain' ? 0 : 3
    const height = Math.max(label.height, figure.height) + above
    return {
      height,
      keepWithNext: index >= rows.length - 3 && index < rows.length - 1,
      draw(y) {
        table ??= canvas.element('Table', canvas.root)
        if (row.strength !== 'plain')
          canvas.artifact(() =>
            canvas.rule(
              start,
              y + 1,
              width,
              row.strength === 'strongest' ? ink : hairline,
              row.strength === 'strongest' ? 0.9 : 0.5,
            ),
          )
        const element = canvas.element('TR', table)
        const color = row.strength === 'plain' ? grey : ink
        canvas.leaf('TH', element, () => canvas.text(label, { x: start, y: y + above, color }), {
          scope: 'Row',
        })
        canvas.leaf('TD', element, () =>
          canvas.text(figure, { x: start, y: y + above, width, align: 'right', color: ink }),
        )
        element.end()
      },
    }
  })
}

function styleOf(strength: TotalRow['strength']) {
  if (strength === 'strongest') return { size: 12, weight: 600, leading: 2 } as const
  if (strength === 'strong') return { size: 9.5, weight: 600, leading: 2 } as const
  return { size: 9.5, leading: 1.7 } as const
}
