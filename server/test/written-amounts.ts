/** ISO 4217 by hand, apart from the product's own table: how many decimals an amount must be written with. */
const decimals: Record<string, number> = { jpy: 0, krw: 0, isk: 0, eur: 2, usd: 2, gbp: 2, kwd: 3, bhd: 3 }

/** How people write numbers, by language; every kind of space is one plain space by then. */
const styles: Record<string, { group: string; point: string; codeFirst: boolean }> = {
  en: { group: ',', point: '.', codeFirst: true },
  de: { group: '.', point: ',', codeFirst: false },
  es: { group: '.', point: ',', codeFirst: false },
  fr: { group: ' ', point: ',', codeFirst: false },
}

/**
 * Every amount that `text` shows in `currency`, in minor units, read as a person of that `language` reads it.
 * @throws Error for one with too many or too few decimals, or grouped wrongly.
 */
export function amountsIn(text: string, currency: string, language: string): number[] {
  const { group, point, codeFirst } = styles[language]!
  const code = currency.toUpperCase()
  const number = `\\d(?:[\\d${group}${point}]*\\d)?`
  const written = codeFirst
    ? new RegExp(`(-?)${code} ?(${number})`, 'g')
    : new RegExp(`(-?)(?<!\\d[${group}${point}]?)(${number}) ?${code}`, 'g')
  return [...spaced(text).matchAll(written)].map(([, sign, digits]) => {
    const [whole, fraction = '', ...rest] = digits!.split(point)
    const ungrouped = whole!.replaceAll(group, '')
    // Spanish leaves numbers of four digits ungrouped.
    const isGrouped = [grouped(ungrouped, group), ...(ungrouped.length === 4 ? [ungrouped] : [])].includes(
      whole!,
    )
    if (!isGrouped || rest.length > 0 || fraction.length !== decimals[currency])
      throw new Error(`"${digits}" is no amount in ${code} in the language ${language}, in "${text}"`)
    return Number(`${sign}${ungrouped}${fraction}`)
  })
}

/** The amount in the last of `rows` that begins with `label`: what stands at its right. */
export function amountBeside(rows: string[], label: string, currency: string, language: string): number {
  const row = rows.map(spaced).findLast((one) => one.startsWith(spaced(label)))
  const amount = amountsIn(row ?? '', currency, language).at(-1)
  if (amount === undefined) throw new Error(`No amount beside "${label}" in:\n${rows.join('\n')}`)
  return amount
}

/** What a reader sees of some HTML: one string for each row of a table, and for each block outside of tables. */
export function rowsOf(html: string): string[] {
  return html
    .replace(/<(style|script|head|title)\b[\s\S]*?<\/\1>/g, '')
    .split(/<\/?(?:tr|table|p|h1|h2|div|section|button|form)\b[^>]*>/)
    .map((block) => spaced(decoded(block.replace(/<[^>]*>/g, ' '))))
    .filter((block) => block !== '')
}

/** Every stretch of white space, non-breaking and narrow ones too, as one space. */
function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function grouped(digits: string, group: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, group)
}

function decoded(html: string): string {
  return html
    .replaceAll('&nbsp;', '\u00a0')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&amp;', '&')
}
