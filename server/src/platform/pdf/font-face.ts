import { create, type Font } from 'fontkit'
import {
  Blob,
  Face,
  Feature,
  Buffer as ShapingBuffer,
  Direction as ShapingDirection,
  Font as ShapingFont,
  shape,
} from 'harfbuzzjs'
import { bidi } from './bidi.ts'

/** A glyph to draw. Lengths in thousandths of the font size. */
export interface Glyph {
  id: number
  /** How far the pen moves. */
  advance: number
  /** Where the glyph stands beside the pen. */
  dx: number
  dy: number
  /** The characters it stands for; none for the further glyphs of characters that are drawn in several. */
  codePoints: readonly number[]
}

export type Direction = 'ltr' | 'rtl'

/** Combining marks and joiners: text with them has to be shaped as a whole. */
const needsShaping = /[\p{M}\u200b-\u200f\u2060]/u

// Arrows for '->' and a times sign in '10x20' are not what was written.
const asWritten = [new Feature('calt', 0)]
const tabularFigures = [new Feature('tnum', 1)]

const buffer = new ShapingBuffer()

/** A font file, parsed once and shared by all documents of the process. */
export class FontFace {
  readonly name: string
  /** For measures and for cutting subsets; shaping is HarfBuzz's. */
  readonly font: Font
  /** Nearly every document needs it: its subset is shared between them. */
  readonly isCommon: boolean
  private readonly shaping: ShapingFont
  private readonly simple: boolean
  private readonly scale: number
  private readonly plainGlyphs = new Map<number, Glyph>()
  private readonly tabularGlyphs = new Map<number, Glyph>()
  /** Kerning by pair of code points, learnt from the font one pair at a time. */
  private readonly kerning = new Map<number, number>()

  /** `file`: TrueType. `simple`: a script whose letters stand side by side, moved by kerning only. */
  constructor(name: string, file: Buffer, { simple, common }: { simple: boolean; common: boolean }) {
    const font = create(file)
    if (!('layout' in font)) throw new Error(`${name} is a collection of fonts, not a font.`)
    this.name = name
    this.font = font
    this.isCommon = common
    this.shaping = new ShapingFont(new Face(new Blob(file)))
    this.simple = simple
    this.scale = 1000 / font.unitsPerEm
  }

  has(codePoint: number): boolean {
    return this.shaping.nominalGlyph(codePoint) !== undefined
  }

  /** The glyphs of `text`, all of it in this font and one direction, in the order they stand from left to right. */
  shape(text: string, direction: Direction, tabular: boolean): Glyph[] {
    if (!this.simple || needsShaping.test(text)) return this.shaped(text, direction, asWritten)
    return direction === 'ltr' ? this.sideBySide(text, tabular) : this.mirrored(text, tabular)
  }

  /** What shaping would answer for simple scripts, in a fraction of the time. */
  private sideBySide(text: string, tabular: boolean): Glyph[] {
    const glyphs: Glyph[] = []
    let previous = 0
    for (const character of text) {
      const codePoint = character.codePointAt(0) ?? 0
      // Figures of one width stand in columns; kerning would push them out.
      const isFigure = tabular && codePoint >= 0x30 && codePoint <= 0x39
      const kern = previous && !isFigure ? this.kern(previous, codePoint) : 0
      const left = glyphs.at(-1)
      if (kern && left) glyphs[glyphs.length - 1] = { ...left, advance: left.advance + kern }
      glyphs.push(this.glyphOf(codePoint, isFigure))
      previous = isFigure ? 0 : codePoint
    }
    return glyphs
  }

  /** Punctuation and the like inside right-to-left text: '(' there looks like ')'. */
  private mirrored(text: string, tabular: boolean): Glyph[] {
    return [...text].reverse().map((character) => {
      const mirror = bidi.getMirroredCharacter(character) ?? character
      const glyph = this.glyphOf(mirror.codePointAt(0) ?? 0, tabular)
      return mirror === character ? glyph : { ...glyph, codePoints: [character.codePointAt(0) ?? 0] }
    })
  }

  private glyphOf(codePoint: number, tabular: boolean): Glyph {
    const known = tabular ? this.tabularGlyphs : this.plainGlyphs
    let glyph = known.get(codePoint)
    if (!glyph) {
      const [drawn] = this.shaped(
        String.fromCodePoint(codePoint),
        'ltr',
        tabular ? tabularFigures : asWritten,
      )
      if (!drawn) throw new Error(`${this.name} has no glyph for U+${codePoint.toString(16)}.`)
      glyph = drawn
      known.set(codePoint, glyph)
    }
    return glyph
  }

  private kern(left: number, right: number): number {
    const pair = left * 0x110000 + right
    let kern = this.kerning.get(pair)
    if (kern === undefined) {
      const [first] = this.shaped(String.fromCodePoint(left, right), 'ltr', asWritten)
      kern = (first?.advance ?? 0) - this.glyphOf(left, false).advance
      this.kerning.set(pair, kern)
    }
    return kern
  }

  private shaped(text: string, direction: Direction, features: Feature[]): Glyph[] {
    buffer.reset()
    buffer.addText(text)
    buffer.guessSegmentProperties()
    buffer.setDirection(direction === 'rtl' ? ShapingDirection.RTL : ShapingDirection.LTR)
    shape(this.shaping, buffer, features)
    const infos = buffer.getGlyphInfos()
    const positions = buffer.getGlyphPositions()
    const texts = clusterTexts(
      text,
      direction,
      infos.map((info, index) => ({
        cluster: info.cluster,
        takesRoom: (positions[index]?.xAdvance ?? 0) > 0,
      })),
    )
    return infos.map((info, index) => {
      const position = positions[index]
      return {
        id: info.codepoint,
        advance: (position?.xAdvance ?? 0) * this.scale,
        dx: (position?.xOffset ?? 0) * this.scale,
        dy: (position?.yOffset ?? 0) * this.scale,
        codePoints: texts[index] ?? [],
      }
    })
  }
}

/**
 * Which characters each glyph stands for. Glyphs of one cluster (named by the index of its first character) are drawn
 * for the same characters. Readers take a glyph that has room without standing for anything for a space: so each that
 * takes room gets a character while there are any, and the last one the rest.
 */
function clusterTexts(
  text: string,
  direction: Direction,
  glyphs: { cluster: number; takesRoom: boolean }[],
): (readonly number[])[] {
  const members = new Map<number, number[]>()
  for (const [index, { cluster }] of glyphs.entries())
    members.set(cluster, [...(members.get(cluster) ?? []), index])
  const starts = [...members.keys()].sort((a, b) => a - b)
  const texts: (readonly number[])[] = glyphs.map(() => [])
  for (const [at, start] of starts.entries()) {
    const codePoints = Array.from(
      text.slice(start, starts[at + 1] ?? text.length),
      (each) => each.codePointAt(0) ?? 0,
    )
    const all = members.get(start) ?? []
    if (direction === 'rtl') all.reverse()
    const roomy = all.filter((index) => glyphs[index]?.takesRoom)
    const takers = roomy.length ? roomy : all
    for (const [place, index] of takers.entries())
      texts[index] =
        place === takers.length - 1 ? codePoints.slice(place) : codePoints.slice(place, place + 1)
  }
  return texts
}
