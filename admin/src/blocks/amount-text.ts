import { exponentOf } from '@quittance/core/currency'
import { toDecimal } from '@quittance/core/money'

/**
 * What a person typed as an amount, in minor units: ('1,234.5', 'eur') → 123450, ('12,50', 'eur') → 1250, ('1200', 'jpy') → 1200.
 * No float comes near it. Returns null for what is no amount, or has more decimals than the currency.
 */
export function parseAmount(typed: string, currency: string): number | null {
  const text = typed.replace(/[\s\u00a0\u202f']/g, '')
  const grouped = /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(text)
  const [whole, decimals = ''] = grouped ? text.replaceAll(',', '').split('.') : text.split(/[.,]/)
  if (!/^\d*([.,]\d*)?$/.test(grouped ? '0' : text) || !/\d/.test(text)) return null
  const exponent = exponentOf(currency)
  const kept = decimals.replace(/0+$/, '')
  if (kept.length > exponent) return null
  const amount = Number(BigInt((whole || '0') + kept.padEnd(exponent, '0')))
  return Number.isSafeInteger(amount) ? amount : null
}

/** Minor units as one would type them: (123450, 'eur') → '1234.50'. */
export function amountText(amount: number, currency: string): string {
  return toDecimal(amount, currency)
}

/** What an amount in `currency` looks like, for an empty field. */
export function amountPlaceholder(currency: string): string {
  return toDecimal(0, currency)
}

/** Why `typed` is no amount, as a sentence; null when it is one. */
export function amountFault(typed: string, currency: string): string | null {
  if (parseAmount(typed, currency) !== null) return null
  const exponent = exponentOf(currency)
  if (exponent === 0) return `Write a whole number: ${currency.toUpperCase()} has no decimals.`
  return `Write an amount such as ${toDecimal(1250 * 10 ** Math.max(0, exponent - 2), currency)}: at most ${exponent} decimals.`
}
