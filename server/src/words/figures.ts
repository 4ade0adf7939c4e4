import { readableLanguage } from './words.ts'

const formats = new Map<string, Intl.NumberFormat>()

/** A decimal string as people write it: ('1234.5', 'fr') → '1 234,5'. Up to 6 decimals. */
export function formatDecimal(decimal: string, language: string): string {
  return format('decimal', language).format(decimal as `${number}`)
}

/** A percentage, given in percent: ('9.975', 'de') → '9,975 %'. Up to 4 decimals. */
export function formatPercent(percent: string, language: string): string {
  return format('percent', language).format(percent as `${number}`)
}

function format(kind: 'decimal' | 'percent', language: string): Intl.NumberFormat {
  const key = `${kind}|${language}`
  let known = formats.get(key)
  if (!known) {
    const locale = readableLanguage(language)
    known =
      kind === 'decimal'
        ? new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })
        : // The style 'percent' would multiply by 100, in floating point.
          new Intl.NumberFormat(locale, { style: 'unit', unit: 'percent', maximumFractionDigits: 4 })
    formats.set(key, known)
  }
  return known
}
