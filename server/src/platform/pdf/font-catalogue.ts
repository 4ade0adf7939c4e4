import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import subsetFont from 'subset-font'

/** The two weights that documents are set in. */
export type Weight = 400 | 600

/** One font file: the part of a family that covers some ranges of Unicode. */
export interface FontSlice {
  /** Unique, and names the slice in errors: 'noto-sans-sc/100'. */
  name: string
  /** Code points, both ends included. */
  ranges: [number, number][]
  /** Letters stand side by side and only kerning moves them; other scripts need full shaping. */
  simple: boolean
  /** Nearly every document needs it. */
  common: boolean
  /** TrueType, in one weight. */
  load(weight: Weight): Promise<Buffer>
}

interface Family {
  name: string
  slices: FontSlice[]
}

const packages = createRequire(import.meta.url)
const families = new Map<string, Family>()

const inter = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese']
const hans = 'noto-sans-sc'
const hant = 'noto-sans-tc'
const japanese = 'noto-sans-jp'
const korean = 'noto-sans-kr'

/**
 * The slices that may hold `codePoint`, best first. The same Chinese character looks different in China, Taiwan, Japan
 * and Korea, so `language` (BCP 47) and `han` (what the text around it reveals) put the right family first.
 */
export function slicesFor(
  codePoint: number,
  language: string,
  han: 'japanese' | 'korean' | null,
): FontSlice[] {
  const names = ['inter', 'noto-sans-arabic', 'noto-sans-hebrew', 'noto-sans-thai', 'noto-sans-devanagari']
  if (codePoint >= 0x1100) names.push(...hanFamilies(language, han))
  names.push('noto-emoji')
  return names.flatMap((name) => family(name).slices.filter((slice) => covers(slice, codePoint)))
}

function hanFamilies(language: string, han: 'japanese' | 'korean' | null): string[] {
  const all = [hans, japanese, korean, hant]
  const first = firstHanFamily(language.toLowerCase(), han)
  return [first, ...all.filter((name) => name !== first)]
}

function firstHanFamily(language: string, han: 'japanese' | 'korean' | null): string {
  if (han === 'japanese' || (han === null && language.startsWith('ja'))) return japanese
  if (han === 'korean' || (han === null && language.startsWith('ko'))) return korean
  return /^zh-(hant|tw|hk|mo)/.test(language) ? hant : hans
}

function covers(slice: FontSlice, codePoint: number): boolean {
  return slice.ranges.some(([first, last]) => codePoint >= first && codePoint <= last)
}

function family(name: string): Family {
  let known = families.get(name)
  if (!known) {
    known = name === 'inter' ? interFamily() : variableFamily(name)
    families.set(name, known)
  }
  return known
}

function interFamily(): Family {
  const ranges = unicodeRanges('@fontsource/inter')
  return {
    name: 'inter',
    slices: inter.map((part) => ({
      name: `inter/${part}`,
      ranges: ranges[part] ?? [],
      simple: true,
      common: part === 'latin',
      async load(weight) {
        const file = await readFile(
          packages.resolve(`@fontsource/inter/files/inter-${part}-${weight}-normal.woff`),
        )
        return subsetFont(file, undefined, { keepAllGlyphs: true, noHinting: true, targetFormat: 'truetype' })
      },
    })),
  }
}

/** The scripts beside Inter's come as variable fonts, a fifth of the size; the weight is pinned when a slice is first needed. */
function variableFamily(name: string): Family {
  const packageName = `@fontsource-variable/${name}`
  return {
    name,
    slices: Object.entries(unicodeRanges(packageName)).map(([key, ranges]) => {
      const part = key.replace(/[[\]]/g, '')
      return {
        name: `${name}/${part}`,
        ranges,
        simple: false,
        common: false,
        async load(weight) {
          const variable = await readFile(
            packages.resolve(`${packageName}/files/${name}-${part}-wght-normal.woff2`),
          )
          return subsetFont(variable, undefined, {
            keepAllGlyphs: true,
            noHinting: true,
            variationAxes: { wght: weight },
            targetFormat: 'truetype',
          })
        },
      } satisfies FontSlice
    }),
  }
}

/** Fontsource's list of what each file covers: {"latin": "U+0000-00FF,U+0131"}. */
function unicodeRanges(packageName: string): Record<string, [number, number][]> {
  const listed = packages(`${packageName}/unicode.json`) as Record<string, string>
  return Object.fromEntries(
    Object.entries(listed).map(([part, text]) => [
      part,
      text.split(',').map((range): [number, number] => {
        const [first = '', last = first] = range.trim().replace(/^U\+/i, '').split('-')
        return [Number.parseInt(first, 16), Number.parseInt(last, 16)]
      }),
    ]),
  )
}
