/** What is known about a card while its number is typed. */
export type CardBrand = { name: string; lengths: number[]; cvcLength: number; gaps: number[] }

const brands: { start: RegExp; brand: CardBrand }[] = [
  { start: /^3[47]/, brand: { name: 'amex', lengths: [15], cvcLength: 4, gaps: [4, 10] } },
  { start: /^(5[1-5]|2[2-7])/, brand: { name: 'mastercard', lengths: [16], cvcLength: 3, gaps: [4, 8, 12] } },
  { start: /^(6011|64[4-9]|65)/, brand: { name: 'discover', lengths: [16], cvcLength: 3, gaps: [4, 8, 12] } },
  {
    start: /^(36|30[0-5]|3[89])/,
    brand: { name: 'diners', lengths: [14, 16], cvcLength: 3, gaps: [4, 8, 12] },
  },
  { start: /^35/, brand: { name: 'jcb', lengths: [16], cvcLength: 3, gaps: [4, 8, 12] } },
  {
    start: /^62/,
    brand: { name: 'unionpay', lengths: [16, 17, 18, 19], cvcLength: 3, gaps: [4, 8, 12, 16] },
  },
  { start: /^4/, brand: { name: 'visa', lengths: [16], cvcLength: 3, gaps: [4, 8, 12] } },
]
const unknownBrand: CardBrand = { name: 'unknown', lengths: [16], cvcLength: 3, gaps: [4, 8, 12] }

/** The brand that a number, perhaps unfinished, belongs to. */
export function brandOf(number: string): CardBrand {
  return brands.find(({ start }) => start.test(number))?.brand ?? unknownBrand
}

/** Digits in the groups of their brand: `4242 4242 …`, `3782 822463 …`. */
export function groupDigits(digits: string): string {
  const { gaps } = brandOf(digits)
  return [...digits].map((digit, index) => (gaps.includes(index) ? ` ${digit}` : digit)).join('')
}

/** What is wrong with a card number, in Stripe's words; null when it is good. */
export function numberProblem(digits: string): Problem | null {
  const { lengths } = brandOf(digits)
  if (digits.length < lengths[0]!)
    return { code: 'incomplete_number', message: 'Your card number is incomplete.' }
  if (!lengths.includes(digits.length) || !passesLuhn(digits)) {
    return { code: 'invalid_number', message: 'Your card number is invalid.' }
  }
  return null
}

/** What is wrong with an expiry written as up to four digits, month first. */
export function expiryProblem(digits: string, today: Date): Problem | null {
  if (digits.length < 4)
    return { code: 'incomplete_expiry', message: "Your card's expiration date is incomplete." }
  const month = Number(digits.slice(0, 2))
  const year = 2000 + Number(digits.slice(2))
  const firstDayAfter = new Date(year, month, 1)
  if (firstDayAfter <= today) {
    return { code: 'invalid_expiry_year_past', message: "Your card's expiration year is in the past." }
  }
  if (year > today.getFullYear() + 50) {
    return { code: 'invalid_expiry_year', message: "Your card's expiration year is invalid." }
  }
  return null
}

export function cvcProblem(digits: string, number: string): Problem | null {
  if (digits.length >= brandOf(number).cvcLength) return null
  return { code: 'incomplete_cvc', message: "Your card's security code is incomplete." }
}

/** A reason why a field is not good, with the code that `submit()` resolves. */
export type Problem = { code: string; message: string }

/**
 * Digits of an expiry as typed or filled in. A first digit above 1 can only be a month of its own (`3` → `03`), and
 * so can one before a slash (`1/34` → `0134`); a year of four digits keeps its last two.
 */
export function expiryDigits(text: string): string {
  const parts = /^\s*(\d{1,2})\s*\/\s*(\d*)/.exec(text)
  const typed = parts ? parts[1]!.padStart(2, '0') + shortYear(parts[2]!) : text.replace(/\D/g, '')
  const digits = /^[2-9]/.test(typed) ? `0${typed}` : typed
  const month = Number(digits.slice(0, 2))
  if (digits.length >= 2 && (month < 1 || month > 12)) return digits.slice(0, 1)
  return digits.slice(0, 4)
}

function shortYear(year: string): string {
  return year.length === 4 ? year.slice(2) : year
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (const [index, digit] of [...digits].reverse().entries()) {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1)
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
