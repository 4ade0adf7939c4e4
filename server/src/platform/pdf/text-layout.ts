import LineBreaker from 'linebreak'
import { bidi } from './bidi.ts'
import { cleanText } from './clean-text.ts'
import type { Weight } from './font-catalogue.ts'
import type { FontFace, Glyph } from './font-face.ts'
import type { DocumentFonts } from './font-store.ts'

/** `size` in points. `tabular`: figures of one width, for columns of numbers. */
export interface TextStyle {
  size: number
  weight?: Weight
  tabular?: boolean
  /** Distance of the lines as a multiple of `size`; 1.4 when not given. */
  leading?: number
}

/** Glyphs of one font that follow each other from left to right; `face` is null for characters that no font has. */
export interface TextRun {
  face: FontFace | null
  glyphs: Glyph[]
}

/** `width` in points. */
export interface TextLine {
  runs: TextRun[]
  width: number
  rightToLeft: boolean
}

/** Lines ready to be drawn, one `lineHeight` below the other. Points. */
export interface TextBlock {
  lines: TextLine[]
  size: number
  lineHeight: number
  width: number
  height: number
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const words = new Intl.Segmenter('th', { granularity: 'word' })

const rightToLeftText =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
/** Scripts that write no spaces between words. */
const unspacedText = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]/
/** Steers the text and is not seen itself. */
const invisible = /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069]/
/** Not seen either, but changes how the letter before it is drawn. */
const joiner = /\p{Join_Control}|\p{Variation_Selector}/u

/** How wide a character is drawn that no font has, in thousandths of the font size. */
export const replacementWidth = 720

/** Sets text in lines, for one document. */
export class TextSetter {
  private readonly fonts: DocumentFonts
  private readonly known = new Map<string, Piece[]>()

  constructor(fonts: DocumentFonts) {
    this.fonts = fonts
  }

  /**
   * Breaks `text` into lines no wider than `width` points. A word that is too long is broken where it must be; after
   * `maximumLines` an ellipsis says that there is more.
   */
  set(text: string, style: TextStyle, width: number, maximumLines = Number.POSITIVE_INFINITY): TextBlock {
    const room = Math.max(width, style.size) / (style.size / 1000)
    const lines: TextLine[] = []
    const paragraphs = cleanText(text).split('\n')
    for (const [index, content] of paragraphs.entries()) {
      const paragraph = this.paragraph(content, style)
      const ranges = this.lineRanges(paragraph, room, maximumLines - lines.length + 1)
      for (const range of ranges) {
        const isLast = lines.length === maximumLines - 1
        const more = range.end < content.length || index < paragraphs.length - 1
        if (isLast && more) {
          lines.push(this.shortened(paragraph, range, room))
          return block(lines, style)
        }
        lines.push(this.line(paragraph, range.start, range.end))
      }
    }
    return block(lines, style)
  }

  /** The width of `text` on one line, in points. */
  widthOf(text: string, style: TextStyle): number {
    const content = cleanText(text).replaceAll('\n', ' ')
    const paragraph = this.paragraph(content, style)
    return (this.measure(paragraph, 0, content.length) * style.size) / 1000
  }

  private paragraph(text: string, style: TextStyle, direction: 'auto' | 'ltr' | 'rtl' = 'auto'): Paragraph {
    const han = /[\u3040-\u30ff]/.test(text)
      ? 'japanese'
      : /[\u1100-\u11ff\uac00-\ud7af]/.test(text)
        ? 'korean'
        : null
    const isBidi = rightToLeftText.test(text)
    const embedding = isBidi ? bidi.getEmbeddingLevels(text, direction) : null
    const rightToLeft = ((embedding?.paragraphs[0]?.level ?? 0) & 1) === 1
    return { text, style, han, levels: embedding?.levels ?? null, rightToLeft }
  }

  /** Where the lines start and end; at most `maximum` of them. */
  private lineRanges(paragraph: Paragraph, room: number, maximum: number): Range[] {
    const { text } = paragraph
    const ranges: Range[] = []
    let start = 0
    let width = 0
    for (const [from, to] of this.unbreakable(paragraph)) {
      const word = text.slice(from, to).trimEnd()
      const wordWidth = this.measure(paragraph, from, from + word.length)
      if (width + wordWidth > room && from > start) {
        ranges.push({ start, end: from })
        start = from
        width = 0
      }
      if (wordWidth > room) {
        for (const cut of this.cuts(paragraph, from, from + word.length, room)) {
          ranges.push({ start, end: cut })
          start = cut
          if (ranges.length >= maximum) break
        }
        width = this.measure(paragraph, start, to)
      } else {
        width += wordWidth + this.measure(paragraph, from + word.length, to)
      }
      if (ranges.length >= maximum) return ranges
    }
    ranges.push({ start, end: text.length })
    return ranges
  }

  /** The parts of a paragraph that a line end may stand between. */
  private *unbreakable({ text }: Paragraph): Generator<[number, number]> {
    const breaker = new LineBreaker(text)
    let start = 0
    for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
      const part = text.slice(start, next.position)
      if (unspacedText.test(part)) {
        for (const word of words.segment(part))
          yield [start + word.index, start + word.index + word.segment.length]
      } else {
        yield [start, next.position]
      }
      start = next.position
    }
  }

  /** Where to break a word that is wider than a line. */
  private *cuts(paragraph: Paragraph, from: number, to: number, room: number): Generator<number> {
    let width = 0
    let start = from
    for (const { segment, index } of graphemes.segment(paragraph.text.slice(from, to))) {
      const position = from + index
      const next = this.measure(paragraph, position, position + segment.length)
      if (width + next > room && position > start) {
        yield position
        start = position
        width = 0
      }
      width += next
    }
  }

  /** As much of the line as fits before an ellipsis. */
  private shortened(paragraph: Paragraph, range: Range, room: number): TextLine {
    const direction = paragraph.rightToLeft ? 'rtl' : 'ltr'
    const parts = [...graphemes.segment(paragraph.text.slice(range.start, range.end).trimEnd())]
    for (let kept = parts.length; ; kept -= 1) {
      const text = `${parts
        .slice(0, kept)
        .map((part) => part.segment)
        .join('')
        .trimEnd()}…`
      const candidate = this.paragraph(text, paragraph.style, direction)
      if (kept === 0 || this.measure(candidate, 0, text.length) <= room)
        return this.line(candidate, 0, text.length)
    }
  }

  private line(paragraph: Paragraph, start: number, end: number): TextLine {
    const trimmed = start + paragraph.text.slice(start, end).trimEnd().length
    const pieces = visualOrder(this.pieces(paragraph, start, trimmed))
    const runs: TextRun[] = []
    let width = 0
    for (const piece of pieces) {
      const last = runs.at(-1)
      if (last && last.face === piece.face) last.glyphs.push(...piece.glyphs)
      else runs.push({ face: piece.face, glyphs: [...piece.glyphs] })
      width += piece.width
    }
    return { runs, width: (width * paragraph.style.size) / 1000, rightToLeft: paragraph.rightToLeft }
  }

  /** Thousandths of the font size. */
  private measure(paragraph: Paragraph, start: number, end: number): number {
    let width = 0
    for (const piece of this.pieces(paragraph, start, end)) width += piece.width
    return width
  }

  /** The shaped parts of a range in the order they are read. */
  private pieces(paragraph: Paragraph, start: number, end: number): Piece[] {
    if (start >= end) return []
    const text = paragraph.text.slice(start, end)
    const { weight = 400, tabular = false } = paragraph.style
    // The direction of a text depends on what stands around it.
    const direction = paragraph.levels?.subarray(start, end).join('') ?? ''
    const key = `${weight}|${tabular}|${paragraph.han ?? ''}|${direction}|${text}`
    let pieces = this.known.get(key)
    if (!pieces) {
      if (this.known.size > 20_000) this.known.clear()
      pieces = this.shape(paragraph, start, end)
      this.known.set(key, pieces)
    }
    return pieces
  }

  private shape(paragraph: Paragraph, start: number, end: number): Piece[] {
    const { weight = 400, tabular = false } = paragraph.style
    const pieces: Piece[] = []
    for (const { text, face, level } of this.itemize(paragraph, start, end, weight)) {
      const glyphs = face
        ? face.shape(text, level & 1 ? 'rtl' : 'ltr', tabular)
        : [...text].map((character) => replacement(character))
      pieces.push({ face, level, glyphs, width: glyphs.reduce((sum, glyph) => sum + glyph.advance, 0) })
    }
    return pieces
  }

  /** Splits a range where the font or the direction changes. */
  private itemize({ text, levels, han }: Paragraph, start: number, end: number, weight: Weight): Item[] {
    const items: Item[] = []
    let last: Item | undefined
    for (let index = start; index < end; ) {
      const codePoint = text.codePointAt(index) ?? 0xfffd
      const character = String.fromCodePoint(codePoint)
      const level = levels?.[index] ?? 0
      index += character.length
      const joins = joiner.test(character)
      if ((joins || invisible.test(character)) && !(joins && last?.face)) continue
      const follows = joins || (last?.face?.has(codePoint) && belongsToNeighbour(character, level))
      const face = follows && last ? last.face : this.fonts.faceFor(codePoint, weight, han)
      if (last && last.face === face && last.level === level) last.text += character
      else {
        last = { text: character, face, level }
        items.push(last)
      }
    }
    return items
  }
}

interface Paragraph {
  text: string
  style: TextStyle
  han: 'japanese' | 'korean' | null
  /** Bidirectional embedding levels (UAX 9) by UTF-16 index; null when everything runs from left to right. */
  levels: Uint8Array | null
  rightToLeft: boolean
}

interface Range {
  start: number
  end: number
}

interface Item {
  text: string
  face: FontFace | null
  level: number
}

interface Piece {
  face: FontFace | null
  level: number
  glyphs: Glyph[]
  width: number
}

/** UAX 9, rule L2: from the highest level to the lowest odd one, what stands at that level or above is reversed. */
function visualOrder(pieces: Piece[]): Piece[] {
  let highest = 0
  for (const piece of pieces) highest = Math.max(highest, piece.level)
  if (highest === 0) return pieces
  const ordered = [...pieces]
  for (let level = highest; level > 0; level -= 1) {
    for (let from = 0; from < ordered.length; from += 1) {
      let to = from
      while (to < ordered.length && (ordered[to]?.level ?? 0) >= level) to += 1
      if (to > from) {
        ordered.splice(from, to - from, ...ordered.slice(from, to).reverse())
        from = to
      }
    }
  }
  return ordered
}

/** Marks sit on the letter before them, and right-to-left words are spaced by their own font. */
function belongsToNeighbour(character: string, level: number): boolean {
  return character === ' ' ? (level & 1) === 1 : /\p{M}/u.test(character)
}

function replacement(character: string): Glyph {
  return { id: 0, advance: replacementWidth, dx: 0, dy: 0, codePoints: [character.codePointAt(0) ?? 0xfffd] }
}

function block(lines: TextLine[], style: TextStyle): TextBlock {
  const lineHeight = style.size * (style.leading ?? 1.4)
  const width = lines.reduce((widest, line) => Math.max(widest, line.width), 0)
  return { lines, size: style.size, lineHeight, width, height: lines.length * lineHeight }
}
