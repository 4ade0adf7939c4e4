import { formatMoney } from '@quittance/core/money'
import { formatDecimal, formatPercent } from './figures.ts'
import { formatDate, spokenLanguage, type Words, words } from './words.ts'

/** How one page or e-mail speaks: its phrases, and its figures in the same language. */
export interface Speech {
  /** BCP 47: the language really spoken, for `lang`. */
  language: string
  say: Words
  /** Minor units. */
  money(amount: number, currency: string): string
  /** 'YYYY-MM-DD'. */
  date(date: string): string
  /** A decimal string. */
  decimal(decimal: string): string
  /** A decimal string, in percent. */
  percent(percent: string): string
}

const known = new Map<string, Speech>()

/** A browser may name any language it likes; those that people write in are far fewer. */
const knownAtMost = 100

/** Words and figures in `language`, or both in English where there is no catalogue for it. */
export function speechIn(language: string): Speech {
  const spoken = spokenLanguage(language)
  let speech = known.get(spoken)
  if (!speech) {
    speech = {
      language: spoken,
      say: words(spoken),
      money: (amount, currency) => formatMoney(amount, currency, spoken),
      date: (date) => formatDate(date, spoken),
      decimal: (decimal) => formatDecimal(decimal, spoken),
      percent: (percent) => formatPercent(percent, spoken),
    }
    if (known.size >= knownAtMost) known.clear()
    known.set(spoken, speech)
  }
  return speech
}
