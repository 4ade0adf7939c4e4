import type { Block } from '../../platform/pdf/page-flow.ts'
import { qrModules, quietZone } from '../../platform/pdf/qr-code.ts'
import type { TextBlock } from '../../platform/pdf/text-layout.ts'
import { accent, contentWidth, grey, ink, left, panelColor, right, type Sheet, white } from './sheet-pdf.ts'

export interface Panel {
  label: string
  amount: string
  /** Beneath the amount, in small. */
  detail: string
  /** Where *Pay online* leads; null: nothing to click. */
  paymentUrl: string | null
}

const padding = 18
const codeSize = 104
const codeColumn = codeSize + padding

/** The amount that matters, large, and how to pay it: a button, the address in print, and its QR code (R15). */
export function panelBlock(sheet: Sheet, panel: Panel): Block {
  const url = panel.paymentUrl
  const width = contentWidth - 2 * padding - (url ? codeColumn : 0)
  const label = sheet.set(panel.label, { size: 9.5, leading: 1.5 }, width, 1)
  const amount = sheet.fit(panel.amount, { size: 25, weight: 600, leading: 1.4, tabular: true }, width)
  const detail = sheet.set(panel.detail, { size: 9.5, leading: 1.5 }, width, 2)
  const way = url ? payWay(sheet, url, width) : null
  const textHeight =
    label.height + amount.height + (panel.detail ? detail.height : 0) + (way ? 12 + way.height : 0)
  const height = Math.max(textHeight, url ? codeSize : 0) + 2 * padding - 4
  const { canvas } = sheet
  return {
    height: height + 26,
    draw(y) {
      const section = canvas.element('Div', canvas.root)
      canvas.artifact(() => canvas.fillRectangle({ x: left, y, width: contentWidth, height }, panelColor, 8))
      let lineY = y + (height - textHeight) / 2
      const line = (block: TextBlock, color: typeof ink) => {
        const at = lineY
        canvas.leaf('P', section, () => canvas.text(block, { x: left + padding, y: at, color }))
        lineY += block.height
      }
      line(label, grey)
      line(amount, ink)
      if (panel.detail) line(detail, grey)
      if (url && way) {
        way.draw(lineY + 12, section)
        drawCode(sheet, section, url, y + (height - codeSize) / 2)
      }
      section.end()
    },
  }
}

function payWay(sheet: Sheet, url: string, width: number) {
  const { canvas } = sheet
  const button = sheet.set(sheet.say('invoice.payOnline'), { size: 10.5, weight: 600 }, width, 1)
  const buttonWidth = button.width + 36
  const buttonHeight = 30
  const x = left + padding + buttonWidth + 14
  const textWidth = width - buttonWidth - 14
  const hint = sheet.set(sheet.say('invoice.payHint'), { size: 8, leading: 1.45 }, textWidth, 2)
  const address = sheet.set(url, { size: 8, leading: 1.45 }, textWidth, 6)
  const textHeight = hint.height + address.height
  return {
    height: Math.max(buttonHeight, textHeight),
    draw(y: number, section: ReturnType<typeof canvas.element>) {
      const middle = y + Math.max(buttonHeight, textHeight) / 2
      const area = {
        x: left + padding,
        y: middle - buttonHeight / 2,
        width: buttonWidth,
        height: buttonHeight,
      }
      canvas.artifact(() => canvas.fillRectangle(area, accent, 6))
      const buttonLink = canvas.element('Link', section)
      canvas.mark(buttonLink, 'Link', () =>
        canvas.text(button, { x: area.x + 18, y: middle - button.height / 2, color: white }),
      )
      canvas.link(buttonLink, area, url, sheet.say('invoice.payOnline'))
      buttonLink.end()
      const textY = middle - textHeight / 2
      canvas.leaf('P', section, () => canvas.text(hint, { x, y: textY, color: grey }))
      const addressLink = canvas.element('Link', section)
      const addressArea = { x, y: textY + hint.height, width: address.width, height: address.height }
      canvas.mark(addressLink, 'Link', () => canvas.text(address, { x, y: addressArea.y, color: accent }))
      canvas.link(addressLink, addressArea, url, url)
      addressLink.end()
    },
  }
}

function drawCode(
  sheet: Sheet,
  section: ReturnType<Sheet['canvas']['element']>,
  url: string,
  y: number,
): void {
  const { canvas } = sheet
  const x = right - padding - codeSize + 4
  const modules = qrModules(url)
  const margin = (codeSize * quietZone) / (modules.length + 2 * quietZone)
  canvas.artifact(() => canvas.fillRectangle({ x, y, width: codeSize, height: codeSize }, white, 5))
  const area = { x: x + margin, y: y + margin, width: codeSize - 2 * margin, height: codeSize - 2 * margin }
  canvas.leaf('Figure', section, () => canvas.modules(modules, area, ink), {
    alt: sheet.say('invoice.qrCode', { url }),
    bbox: [x, y, x + codeSize, y + codeSize],
  })
}
