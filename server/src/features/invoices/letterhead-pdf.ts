import type { Party } from '@quittance/core/invoice/document'
import type { Color } from '../../platform/pdf/canvas.ts'
import type { Block } from '../../platform/pdf/page-flow.ts'
import type { TextBlock, TextStyle } from '../../platform/pdf/text-layout.ts'
import { contentWidth, grey, ink, left, type Sheet } from './sheet-pdf.ts'

/** A word in a coloured pill beside the title. */
export interface Mark {
  text: string
  color: Color
  background: Color
}

/** The title on the left, the sender's name on the right. */
export function titleBlock(sheet: Sheet, title: string, company: string, mark: Mark | null): Block {
  const { canvas } = sheet
  const heading = sheet.set(title, { size: 25, weight: 600, leading: 1.2 }, 300, 1)
  const pill = mark && sheet.set(mark.text, { size: 9, weight: 600, leading: 1.5 }, 120, 1)
  const name = sheet.set(company, { size: 12, weight: 600 }, 220, 2)
  return {
    height: Math.max(heading.height, name.height) + 22,
    draw(y) {
      canvas.leaf('H1', canvas.root, () => canvas.text(heading, { x: left - 1, y, color: ink }))
      if (pill && mark) {
        const x = left + heading.width + 12
        canvas.artifact(() => {
          const area = { x, y: y + 6, width: pill.width + 18, height: pill.height + 6 }
          canvas.fillRectangle(area, mark.background, area.height / 2)
        })
        canvas.leaf('P', canvas.root, () => canvas.text(pill, { x: x + 9, y: y + 9, color: mark.color }))
      }
      // The name stands in the sender's address too: here it is decoration.
      canvas.artifact(() =>
        canvas.text(name, { x: left, y: y + 5, width: contentWidth, align: 'right', color: ink }),
      )
    },
  }
}

/** A label and its value: ['Due', 'April 6, 2025']. */
export type Fact = [label: string, value: string]

const gap = 22
const partyWidth = 148
const factsWidth = contentWidth - 2 * (partyWidth + gap)

/** Sender, recipient, and the numbers and dates, side by side. */
export function partiesBlock(
  sheet: Sheet,
  from: { label: string; party: Party },
  to: { label: string; party: Party },
  facts: Fact[],
): Block {
  const columns = [partyLines(sheet, from.label, from.party), partyLines(sheet, to.label, to.party)]
  const rows = facts.map((fact) => factRow(sheet, fact))
  const factsHeight = rows.reduce((sum, row) => sum + row.height, 0)
  const heights = columns.map((column) => column.reduce((sum, line) => sum + line.block.height, 0))
  const { canvas } = sheet
  return {
    height: Math.max(...heights, factsHeight) + 24,
    draw(y) {
      for (const [index, column] of columns.entries()) {
        const section = canvas.element('Div', canvas.root)
        let lineY = y
        for (const { block, color } of column) {
          const at = lineY
          canvas.leaf('P', section, () =>
            canvas.text(block, { x: left + index * (partyWidth + gap), y: at, color }),
          )
          lineY += block.height
        }
        section.end()
      }
      const section = canvas.element('Div', canvas.root)
      let rowY = y
      for (const row of rows) {
        const at = rowY
        canvas.leaf('P', section, () => row.draw(at))
        rowY += row.height
      }
      section.end()
    },
  }
}

function partyLines(sheet: Sheet, label: string, party: Party): { block: TextBlock; color: Color }[] {
  const small = { size: 9, leading: 1.45 }
  const taxId = party.taxId && sheet.say('invoice.taxId', { id: party.taxId })
  const before = party.addressLines
    .filter((line) => line.trim())
    .map((line) => sheet.set(line, small, partyWidth, 3))
  const after = [party.phone, taxId].flatMap((line) =>
    line?.trim() ? [sheet.set(line, small, partyWidth, 3)] : [],
  )
  const email = party.email?.trim() ? [emailLine(sheet, party.email, small)] : []
  return [
    { block: sheet.set(label, { size: 8.5, leading: 1.8 }, partyWidth, 1), color: grey },
    { block: sheet.set(party.name, { size: 10, weight: 600, leading: 1.5 }, partyWidth, 4), color: ink },
    ...[...before, ...email, ...after].map((block) => ({ block, color: ink })),
  ]
}

/** An address that is a little too long is set smaller, because breaking it makes it hard to read and to type. */
function emailLine(sheet: Sheet, email: string, style: TextStyle): TextBlock {
  const size = Math.max((style.size * partyWidth) / sheet.widthOf(email, style), 7.2)
  return size < style.size
    ? sheet.set(email, { ...style, size: size - 0.02, leading: 1.7 }, partyWidth, 3)
    : sheet.set(email, style, partyWidth)
}

function factRow(sheet: Sheet, [label, value]: Fact): Block {
  const x = left + 2 * (partyWidth + gap)
  const name = sheet.set(label, { size: 8.5, leading: 1.8 }, factsWidth, 2)
  const style = { size: 9, weight: 600, leading: 1.7 } as const
  const beside = factsWidth - name.width - 8
  const isBeside = sheet.widthOf(value, style) <= beside
  const text = sheet.set(value, style, isBeside ? beside : factsWidth, 3)
  const valueY = isBeside ? 0 : name.height
  return {
    height: isBeside ? Math.max(name.height, text.height) : name.height + text.height,
    draw(y) {
      sheet.canvas.text(name, { x, y, color: grey })
      sheet.canvas.text(text, { x, y: y + valueY, width: factsWidth, align: 'right', color: ink })
    },
  }
}
