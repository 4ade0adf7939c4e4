import { ArchivedPdf } from './archived-pdf.ts'
import { pdfString } from './embedded-font.ts'
import { FontResources, type ShownGlyph } from './font-resources.ts'
import type { TextBlock, TextLine } from './text-layout.ts'

/** Red, green and blue between 0 and 1. */
export type Color = readonly [red: number, green: number, blue: number]

/** Points from the upper left corner of the page. */
export interface Area {
  x: number
  y: number
  width: number
  height: number
}

export interface CanvasOptions {
  title: string
  author: string
  /** BCP 47. */
  language: string
  /** Stands in the file as its date of creation, so that the same document gives the same bytes. */
  date: Date
  /** Everything stands where a mirror would show it, for languages that begin at the right; what is drawn is not mirrored. */
  mirrored?: boolean
}

export interface TextPlacement {
  x: number
  /** Upper edge of the first line. */
  y: number
  color: Color
  /** 'start' begins right-to-left paragraphs at the right edge of `width`. */
  align?: 'left' | 'right' | 'center' | 'start'
  /** The room that `align` refers to; the block's own width when not given. */
  width?: number
}

/** An element of the document's structure, which a screen reader walks through in the order of creation. */
export type Element = PDFKit.PDFStructureElement

/** The kinds of element in use (PDF 32000-1, 14.8.4). */
export type Tag =
  | 'Sect'
  | 'Div'
  | 'H1'
  | 'H2'
  | 'P'
  | 'Table'
  | 'THead'
  | 'TBody'
  | 'TR'
  | 'TH'
  | 'TD'
  | 'Link'
  | 'Figure'

export interface ElementOptions {
  /** Read aloud instead of a figure. */
  alt?: string
  /** Whether a TH heads a column or a row. */
  scope?: 'Column' | 'Row'
  /** Left, upper, right and lower edge of a figure. */
  bbox?: [number, number, number, number]
}

/** A4. */
export const pageWidth = 595.28
export const pageHeight = 841.89

/**
 * Pages to draw on, over pdfkit, which writes the objects, the structure tree and the metadata of PDF/A-3a. All that is
 * drawn belongs either to an element (`mark`, `leaf`) or is no part of what the document says (`artifact`).
 */
export class Canvas {
  readonly root: Element
  private readonly pdf: PDFKit.PDFDocument
  private readonly fonts: FontResources
  private readonly mirrored: boolean
  private color = ''

  constructor({ title, author, language, date, mirrored = false }: CanvasOptions) {
    this.mirrored = mirrored
    this.pdf = new ArchivedPdf({
      autoFirstPage: false,
      size: 'A4',
      margin: 0,
      pdfVersion: '1.7',
      subset: 'PDF/A-3a',
      tagged: true,
      displayTitle: true,
      lang: language,
      // pdfkit's default font would not be embedded.
      font: null as unknown as string,
      info: { Title: title, Author: author, Creator: 'Quittance', CreationDate: date, ModDate: date },
    } as PDFKit.PDFDocumentOptions)
    this.fonts = new FontResources(this.pdf)
    this.pdf.addPage()
    this.root = this.pdf.struct('Document')
    this.pdf.addStructure(this.root)
  }

  addPage(): void {
    this.pdf.addPage()
    this.color = ''
  }

  /** A new element at the end of `parent`. End it when nothing more comes. */
  element(tag: Tag, parent: Element, options: ElementOptions = {}): Element {
    const { bbox } = options
    const placed = bbox && this.mirrored ? mirroredBox(bbox) : bbox
    const element = this.pdf.struct(tag, {
      ...options,
      ...(placed ? { bbox: placed } : {}),
    } as PDFKit.Mixins.StructureElementOptions)
    parent.add(element)
    return element
  }

  /** Draws a part of `element`; a cell that goes on over the page is marked once on each. */
  mark(element: Element, tag: Tag, draw: () => void): void {
    const content = this.pdf.markStructureContent(tag)
    draw()
    this.pdf.endMarkedContent()
    element.add(content)
  }

  /** Draws the whole of a new element at the end of `parent`. */
  leaf(tag: Tag, parent: Element, draw: () => void, options?: ElementOptions): void {
    const element = this.element(tag, parent, options)
    this.mark(element, tag, draw)
    element.end()
  }

  /** Draws what says nothing: rules, backgrounds, page numbers. */
  artifact(draw: () => void): void {
    this.pdf.markContent('Artifact', { type: 'Layout' })
    draw()
    this.pdf.endMarkedContent()
  }

  /** Makes an area a link to `url`, as a part of `element`, a Link. `label` says where it leads. */
  link(element: Element, area: Area, url: string, label: string): void {
    const options = { structParent: element, Contents: pdfString(label) }
    const { x, y, width, height } = this.place(area)
    this.pdf.link(x, y, width, height, url, options as object)
  }

  fillRectangle(area: Area, color: Color, radius = 0): void {
    this.paint(color)
    const placed = this.place(area)
    const { x, y, width, height } = placed
    this.pdf.addContent(radius ? `${roundedPath(placed, radius)} f` : `${numbers(x, y, width, height)} re f`)
  }

  /** A horizontal line. */
  rule(x: number, y: number, width: number, color: Color, thickness = 0.5): void {
    this.fillRectangle({ x, y: y - thickness / 2, width, height: thickness }, color)
  }

  /** A square of small squares (true is dark) as one path: readers then show no seams between them. */
  modules(rows: readonly (readonly boolean[])[], area: Area, color: Color): void {
    const { x, y, width } = this.place(area)
    const side = width / rows.length
    const path: string[] = []
    for (const [row, cells] of rows.entries()) {
      for (let from = 0; from < cells.length; from += 1) {
        let to = from
        while (cells[to]) to += 1
        if (to > from) path.push(`${numbers(x + from * side, y + row * side, (to - from) * side, side)} re`)
        from = to
      }
    }
    this.paint(color)
    this.pdf.addContent(`${path.join('\n')}\nf`)
  }

  /** Draws a block of text, or only its lines `from` to `to`. */
  text(block: TextBlock, placement: TextPlacement, from = 0, to = block.lines.length): void {
    const { y, color, width = block.width } = placement
    const { x } = this.place({ x: placement.x, width })
    const align = this.mirrored ? mirroredAlign[placement.align ?? 'left'] : placement.align
    this.paint(color)
    const operators = ['BT']
    for (const [index, line] of block.lines.slice(from, to).entries()) {
      // Capitals, 0.73 of the size tall, stand in the middle of the line's height.
      const baseline = y + (index + 0.5) * block.lineHeight + block.size * 0.364
      operators.push(...this.lineOperators(line, lineStart(line, x, width, align), baseline, block.size))
    }
    operators.push('ET')
    this.pdf.addContent(operators.join('\n'))
  }

  /** Ends the document. Nothing can be drawn afterwards. */
  finish(): Buffer {
    this.fonts.write()
    this.root.end()
    this.pdf.end()
    // pdfkit has written everything by now, so one read takes it all.
    return this.pdf.read() as Buffer
  }

  private place<Part extends Pick<Area, 'x' | 'width'>>(part: Part): Part {
    return this.mirrored ? { ...part, x: pageWidth - part.x - part.width } : part
  }

  private paint(color: Color): void {
    const operator = `${numbers(...color)} rg`
    if (operator === this.color) return
    this.color = operator
    this.pdf.addContent(operator)
  }

  private lineOperators(line: TextLine, x: number, y: number, size: number): string[] {
    const operators: string[] = []
    let pen = x
    let fontName = ''
    for (const run of line.runs.flatMap((each) => this.fonts.show(each))) {
      if (run.fontName !== fontName) {
        fontName = run.fontName
        operators.push(`/${fontName} ${numbers(size)} Tf`)
      }
      operators.push(...showOperators(run.glyphs, pen, y, size))
      pen += (run.glyphs.reduce((sum, glyph) => sum + glyph.pen, 0) * size) / 1000
    }
    return operators
  }
}

/** The operators that show glyphs of one font from `x` on, with the pen moved where the font alone would move it wrongly. */
function showOperators(glyphs: ShownGlyph[], x: number, y: number, size: number): string[] {
  const operators: string[] = []
  let pen = x
  let codes = ''
  const flush = () => {
    if (codes) operators.push(`[<${codes}>] TJ`)
    codes = ''
  }
  const moveTo = (left: number, baseline: number) => operators.push(`1 0 0 -1 ${numbers(left, baseline)} Tm`)
  moveTo(pen, y)
  for (const glyph of glyphs) {
    const offset = glyph.dx !== 0 || glyph.dy !== 0
    if (offset) {
      flush()
      moveTo(pen + (glyph.dx * size) / 1000, y - (glyph.dy * size) / 1000)
    }
    codes += glyph.code
    pen += (glyph.pen * size) / 1000
    const correction = glyph.advance - glyph.pen
    if (offset) {
      flush()
      moveTo(pen, y)
    } else if (Math.abs(correction) > 0.05) codes += `>${numbers(correction)}<`
  }
  flush()
  return operators
}

function lineStart(line: TextLine, x: number, width: number, align: TextPlacement['align']): number {
  if (align === 'right' || (align === 'start' && line.rightToLeft)) return x + width - line.width
  if (align === 'center') return x + (width - line.width) / 2
  return x
}

const mirroredAlign = { left: 'right', right: 'left', center: 'center', start: 'start' } as const

function mirroredBox([left, upper, right, lower]: [number, number, number, number]) {
  return [pageWidth - right, upper, pageWidth - left, lower]
}

/** A rectangle with round corners, as four lines and four Bézier curves. */
function roundedPath({ x, y, width, height }: Area, radius: number): string {
  const [left, right, top, bottom] = [x, x + width, y, y + height]
  // How far the control points of a quarter circle stand from its ends.
  const bend = radius * 0.5523
  const from = radius - bend
  return [
    `${numbers(left + radius, top)} m ${numbers(right - radius, top)} l`,
    `${numbers(right - from, top, right, top + from, right, top + radius)} c`,
    `${numbers(right, bottom - radius)} l`,
    `${numbers(right, bottom - from, right - from, bottom, right - radius, bottom)} c`,
    `${numbers(left + radius, bottom)} l`,
    `${numbers(left + from, bottom, left, bottom - from, left, bottom - radius)} c`,
    `${numbers(left, top + radius)} l`,
    `${numbers(left, top + from, left + from, top, left + radius, top)} c h`,
  ].join('\n')
}

function numbers(...values: number[]): string {
  return values.map((value) => String(Math.round(value * 1000) / 1000)).join(' ')
}
