import { formatMoney } from '@quittance/core/money'
import { formatDecimal, formatPercent } from '../../words/figures.ts'
import { formatDate, spokenLanguage, type Words, words } from '../../words/words.ts'

/** How one page speaks: its phrases, and its figures in the same language. */
export interface PageWords {
  /** BCP 47: the language really spoken, for `lang`. */
  language: string
  say: Words
  /** Minor units. */
  money(amount: number, currency: string): string
  /** 'YYYY-MM-DD'. */
  date(date: string): string
  decimal(decimal: string): string
  percent(percent: string): string
}

/** The payer's words and figures in `language`, or in English where there is no catalogue for it. */
export function pageWords(language: string): PageWords {
  const spoken = spokenLanguage(language)
  return {
    language: spoken,
    say: words(spoken),
    money: (amount, currency) => formatMoney(amount, currency, spoken),
    date: (date) => formatDate(date, spoken),
    decimal: (decimal) => formatDecimal(decimal, spoken),
    percent: (percent) => formatPercent(percent, spoken),
  }
}
