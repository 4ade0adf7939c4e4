import { describe, expect, test } from 'vitest'
import { withFonts } from './font-store.ts'
import { type TextBlock, type TextLine, TextSetter, type TextStyle } from './text-layout.ts'

const style: TextStyle = { size: 10 }

describe('text', () => {
  test('is broken between words, into lines that fit', async () => {
    const block = await set('The keys are back at the reception of the hotel.', 100)
    expect(linesOf(block)).toEqual(['The keys are back at', 'the reception of the', 'hotel.'])
    for (const line of block.lines) expect(line.width).toBeLessThanOrEqual(100)
    expect(block.height).toBeCloseTo(3 * 14)
  })

  test('keeps its own line ends, empty lines included', async () => {
    expect(linesOf(await set('one\r\n\r\ntwo\u2028three', 200))).toEqual(['one', '', 'two', 'three'])
  })

  test('breaks a word that is wider than the line, and loses no letter', async () => {
    const word = 'abcdefghij'.repeat(1_000)
    const block = await set(`so ${word} it is`, 100)
    expect(linesOf(block).join('').replace(/ /g, '')).toBe(`so${word}itis`)
    for (const line of block.lines) expect(line.width).toBeLessThanOrEqual(100.5)
  })

  test('ends in an ellipsis when there is no room for all of it', async () => {
    const block = await set('The keys are back at the reception of the hotel.', 100, 2)
    expect(linesOf(block)).toEqual(['The keys are back at', 'the reception of th…'])
    expect(block.lines[1]?.width).toBeLessThanOrEqual(100)
    expect(linesOf(await set('one\ntwo', 100, 1))).toEqual(['one…'])
    expect(linesOf(await set('one', 100, 1))).toEqual(['one'])
  })

  test('ends even where not one letter fits', async () => {
    expect(linesOf(await set('MWMW', 1))).toEqual(['M', 'W', 'M', 'W'])
    expect(linesOf(await set('漢字', 0))).toEqual(['漢', '字'])
  })

  test('stands in reading order of its script, from left to right as drawn', async () => {
    // Drawn from left to right: the digits, then the Hebrew word with its last letter first.
    expect(linesOf(await set('שלום 12', 100))).toEqual(['12 םולש'])
    expect(linesOf(await set('abc שלום (ב) def', 200))).toEqual(['abc )ב( םולש def'])
    expect((await set('שלום', 100)).lines[0]?.rightToLeft).toBe(true)
    expect((await set('abc שלום', 100)).lines[0]?.rightToLeft).toBe(false)
  })

  test('joins Arabic letters', async () => {
    const shapes = new Set(
      (await set('ههه', 100)).lines[0]?.runs.flatMap((run) => run.glyphs.map((glyph) => glyph.id)),
    )
    expect(shapes.size).toBe(3)
  })

  test('leaves arrows and sizes as they were typed', async () => {
    const [arrow] = (await set('10x20 -> 3', 100)).lines
    expect(arrow?.runs.flatMap((run) => run.glyphs)).toHaveLength('10x20 -> 3'.length)
  })

  test('kerns letters, and keeps figures in columns when asked to', async () => {
    const width = async (text: string, tabular: boolean) =>
      (await set(text, 400, 1, { ...style, tabular })).width
    expect(await width('AVAV', false)).toBeLessThan(
      (await width('A', false)) * 2 + (await width('V', false)) * 2,
    )
    expect(await width('1111', true)).toBeCloseTo(await width('8888', true))
    expect(await width('1111', false)).toBeLessThan(await width('8888', false))
  })

  test('takes the shapes of Chinese characters from the language around them', async () => {
    const faces = async (text: string, language: string) =>
      (await set(text, 200, 1, style, language)).lines[0]?.runs.map((run) => run.face?.name.split('/')[0])
    expect(await faces('直', 'en')).toEqual(['noto-sans-sc'])
    expect(await faces('直', 'ja')).toEqual(['noto-sans-jp'])
    expect(await faces('直', 'zh-TW')).toEqual(['noto-sans-tc'])
    expect(new Set(await faces('直の', 'en'))).toEqual(new Set(['noto-sans-jp']))
  })

  test('has a place for a letter that no font has', async () => {
    const [line] = (await set('aጤb', 100)).lines
    expect(line?.runs.map((run) => run.face === null)).toEqual([false, true, false])
    expect(line?.runs[1]?.glyphs[0]?.codePoints).toEqual(['ጤ'.codePointAt(0)])
  })

  // Were its time to grow with the square of the length, it would not end within the test's.
  test('of 64 KB is set, whatever the script', async () => {
    for (const word of ['word ', 'שלום ', 'سلام ', '汉字', 'x']) {
      const text = word.repeat(Math.ceil(65_536 / word.length))
      expect((await set(text, 300)).lines.length).toBeGreaterThan(100)
    }
  }, 60_000)
})

function set(
  text: string,
  width: number,
  maximumLines?: number,
  as = style,
  language = 'en',
): Promise<TextBlock> {
  return withFonts(language, (fonts) => new TextSetter(fonts).set(text, as, width, maximumLines))
}

/** What the glyphs of each line stand for, from left to right. */
function linesOf(block: TextBlock): string[] {
  return block.lines.map(lettersOf)
}

function lettersOf(line: TextLine): string {
  return line.runs
    .flatMap((run) => run.glyphs.map((glyph) => String.fromCodePoint(...glyph.codePoints)))
    .join('')
}
