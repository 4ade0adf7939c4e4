/** The two signs that stand in numbers, one before the decimals, the other between the thousands. */
export type DecimalMark = '.' | ','

/** The mark that readers of `language` (BCP 47) write before decimals. */
export function decimalMarkOf(language: string): DecimalMark {
  try {
    const parts = new Intl.NumberFormat(language).formatToParts(1.5)
    return parts.find((part) => part.type === 'decimal')?.value === ',' ? ',' : '.'
  } catch {
    return '.'
  }
}

/**
 * A number as a spreadsheet shows it, as plain digits: ('1.234,56 €', ',') → '1234.56', ('CHF 1’200', '.') → '1200'. What
 * the number itself says of its marks comes before `mark`, which decides '1.234' alone. null for what is no number.
 */
export function plainNumber(cell: string, mark: DecimalMark): string | null {
  const bare = bareNumber(cell)
  if (bare === null) return null
  const decimal = ownMark(bare) ?? mark
  const group = decimal === '.' ? ',' : '.'
  const [whole = '', decimals = '', ...more] = bare.split(decimal)
  if (more.length > 0 || decimals.includes(group)) return null
  const sign = whole.startsWith('-') ? '-' : ''
  const digits = whole.slice(sign.length)
  // Thousands, or lakhs and crores.
  if (digits.includes(group) && !new RegExp(`^\\d{1,3}(\\${group}\\d{2,3})*\\${group}\\d{3}$`).test(digits))
    return null
  const plain = digits.replaceAll(group, '').replace(/^0+(?=\d)/, '')
  return sign + (plain || '0') + (decimals ? `.${decimals}` : '')
}

/** The mark that the numbers among `cells` agree on; null when none of them tells, or they disagree. */
export function sharedMark(cells: string[]): DecimalMark | null {
  const told = new Set(
    cells.flatMap((cell) => {
      const bare = bareNumber(cell)
      const mark = bare === null ? null : ownMark(bare)
      return mark === null ? [] : [mark]
    }),
  )
  return told.size === 1 ? [...told][0]! : null
}

/** Without currency, spaces and apostrophes; Arabic digits and marks as the others. null: there is more in it than a number. */
function bareNumber(cell: string): string | null {
  const text = cell
    .normalize('NFKC')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replaceAll('\u066b', '.')
    .replace(/[\u066c\u061c\u200e\u200f]/g, '')
    .replace(/\p{Sc}/gu, '')
    .replace(/^\s*[A-Za-z]{3}(?=[\s\d-])|(?<=[\s\d])[A-Za-z]{3}\s*$/g, '')
    .replace(/[\s\u00a0\u202f'’]/g, '')
    .replace(/^[\u2212\u2013]/, '-')
    .replace(/[.,][-–—]+$/, '')
  return /^-?(\d[\d.,]*|[.,]\d+)$/.test(text) ? text : null
}

/** Which mark a number shows to be before its decimals: '1.234,5' and '12,50' a comma, '1,234,567' a point; '1.234' does not tell. */
function ownMark(bare: string): DecimalMark | null {
  const point = bare.lastIndexOf('.')
  const comma = bare.lastIndexOf(',')
  if (point >= 0 && comma >= 0) return point > comma ? '.' : ','
  if (point < 0 && comma < 0) return null
  const mark: DecimalMark = point >= 0 ? '.' : ','
  const parts = bare.replace('-', '').split(mark)
  if (parts.length > 2) return mark === '.' ? ',' : '.'
  const [whole = '', decimals = ''] = parts
  const couldBeThousands = decimals.length === 3 && /^[1-9]\d{0,2}$/.test(whole)
  return couldBeThousands ? null : mark
}
