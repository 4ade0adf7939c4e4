import type { InvoiceSnapshot } from '@quittance/core/invoice/document'
import { formatMoney } from '@quittance/core/money'
import { directionOf } from '../../platform/html/document.ts'
import { Canvas, type Color, pageHeight, pageWidth } from '../../platform/pdf/canvas.ts'
import { withFonts } from '../../platform/pdf/font-store.ts'
import { type Block, paginate } from '../../platform/pdf/page-flow.ts'
import { type TextBlock, TextSetter, type TextStyle } from '../../platform/pdf/text-layout.ts'
import { formatDecimal, formatPercent } from '../../words/figures.ts'
import { formatDate, readableLanguage, spokenLanguage, type Words, words } from '../../words/words.ts'

export const ink: Color = [0.09, 0.1, 0.13]
export const grey: Color = [0.38, 0.41, 0.46]
export const hairline: Color = [0.87, 0.88, 0.9]
export const panelColor: Color = [0.965, 0.961, 0.949]
export const accent: Color = [0.043, 0.373, 0.302]
export const white: Color = [1, 1, 1]

/** The column that everything stands in. */
export const left = 48
export const contentWidth = pageWidth - 2 * left
export const right = left + contentWidth

const top = 46
const bottom = pageHeight - 62

/** What the parts of an invoice or receipt are drawn with. */
export interface Sheet {
  canvas: Canvas
  say: Words
  /** Sets text in lines no wider than `width` points, the last one with an ellipsis when there are more than `maximumLines`. */
  set(text: string, style: TextStyle, width: number, maximumLines?: number): TextBlock
  /** Sets text that must not be cut, such as an amount, on one line, smaller if it has to be. */
  fit(text: string, style: TextStyle, width: number): TextBlock
  widthOf(text: string, style: TextStyle): number
  /** Minor units as people read them. */
  money(amount: number): string
  date(date: string): string
  decimal(decimal: string): string
  percent(percent: string): string
}

export interface SheetOptions {
  snapshot: InvoiceSnapshot
  title: string
  /** 'YYYY-MM-DD'; stands in the file as its date of creation. */
  date: string
  /** What the foot of every page says beside the page number. */
  foot: string
}

/** Draws a document from the blocks it is made of, spread over pages with a foot on each. */
export function drawSheet(options: SheetOptions, blocksOf: (sheet: Sheet) => Block[]): Promise<Buffer> {
  const { snapshot, title, date, foot } = options
  return withFonts(snapshot.language, (fonts) => {
    const setter = new TextSetter(fonts)
    const language = readableLanguage(snapshot.language)
    const canvas = new Canvas({
      title,
      author: snapshot.company.name,
      language: spokenLanguage(language),
      date: new Date(`${date}T00:00:00Z`),
      mirrored: directionOf(language) === 'rtl',
    })
    const sheet: Sheet = {
      canvas,
      say: words(language),
      set: (text, style, width, maximumLines) => setter.set(text, style, width, maximumLines),
      fit: (text, style, width) => fit(setter, text, style, width),
      widthOf: (text, style) => setter.widthOf(text, style),
      money: (amount) => formatMoney(amount, snapshot.currency, language),
      date: (text) => formatDate(text, language),
      decimal: (decimal) => formatDecimal(decimal, language),
      percent: (percent) => formatPercent(percent, language),
    }
    const pages = paginate(blocksOf(sheet), { top, bottom })
    for (const [index, page] of pages.entries()) {
      if (index > 0) canvas.addPage()
      for (const { block, y } of page) block.draw(y)
      drawFoot(sheet, foot, index + 1, pages.length)
    }
    return canvas.finish()
  })
}

/** Room between blocks. */
export function space(height: number): Block {
  return { height, draw: () => {} }
}

function drawFoot(sheet: Sheet, foot: string, page: number, pages: number): void {
  const style = { size: 8 }
  const number = sheet.set(sheet.say('invoice.page', { page, pages }), style, 120, 1)
  const y = pageHeight - 40
  sheet.canvas.artifact(() => {
    sheet.canvas.rule(left, y - 8, contentWidth, hairline)
    // The foot runs from left to right even when it begins with an Arabic name.
    sheet.canvas.text(sheet.set(`\u200e${foot}`, style, contentWidth - 140, 1), { x: left, y, color: grey })
    sheet.canvas.text(number, { x: left, y, width: contentWidth, align: 'right', color: grey })
  })
}

function fit(setter: TextSetter, text: string, style: TextStyle, width: number): TextBlock {
  const natural = setter.widthOf(text, style)
  const size = natural > width ? Math.max((style.size * width) / natural - 0.01, 3) : style.size
  return setter.set(
    text,
    { ...style, size, leading: ((style.leading ?? 1.4) * style.size) / size },
    width + 1,
    1,
  )
}
