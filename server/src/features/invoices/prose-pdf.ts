import type { Element } from '../../platform/pdf/canvas.ts'
import type { Block } from '../../platform/pdf/page-flow.ts'
import { grey, ink, left, type Sheet, space } from './sheet-pdf.ts'

/** Lines longer than this are hard to read. */
const width = 400

/** A heading and free text under it, which may go on over pages; nothing when there is no text. */
export function proseBlocks(sheet: Sheet, heading: string, prose: string): Block[] {
  if (!prose.trim()) return []
  const { canvas } = sheet
  const title = sheet.set(heading, { size: 9, weight: 600, leading: 1.8 }, width, 1)
  const text = sheet.set(prose.trim(), { size: 9, leading: 1.5 }, width)
  let paragraph: Element | null = null
  return [
    space(20),
    {
      height: title.height,
      keepWithNext: true,
      draw: (y) => canvas.leaf('H2', canvas.root, () => canvas.text(title, { x: left, y, color: ink })),
    },
    ...text.lines.map((_, index): Block => {
      return {
        height: text.lineHeight,
        draw(y) {
          paragraph ??= canvas.element('P', canvas.root)
          canvas.mark(paragraph, 'P', () =>
            canvas.text(text, { x: left, y, width, align: 'start', color: grey }, index, index + 1),
          )
          if (index === text.lines.length - 1) paragraph.end()
        },
      }
    }),
  ]
}
