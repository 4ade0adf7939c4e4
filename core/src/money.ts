import { exponentOf } from './currency.ts'

/** The largest amount anything may have, in minor units (invariant I1). */
export const maximumAmount = 1_000_000_000_000

/** `numerator / denominator` rounded half away from zero: the product's one rounding rule (R3). `denominator` > 0. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const sign = numerator < 0n ? -1n : 1n
  const magnitude = numerator * sign
  return (sign * (2n * magnitude + denominator)) / (2n * denominator)
}

/**
 * Splits `amount` over `weights` so that the parts add up to it exactly: each gets its floor, and the units left over go
 * to the largest remainders, earlier ones first. All weights zero: everything is zero. Minor units in and out.
 *
 * @throws Error when the amount or a weight is negative or no whole number.
 */
export function allocate(amount: number, weights: number[]): number[] {
  if (amount < 0 || weights.some((weight) => weight < 0))
    throw new Error(`Cannot allocate a negative: ${amount} over ${weights}`)
  const sum = weights.reduce((total, weight) => total + BigInt(weight), 0n)
  if (sum === 0n) return weights.map(() => 0)
  const shares = weights.map((weight, index) => {
    const product = BigInt(amount) * BigInt(weight)
    return { index, floor: product / sum, remainder: product % sum }
  })
  let left = BigInt(amount) - shares.reduce((total, share) => total + share.floor, 0n)
  for (const share of shares.toSorted((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  )) {
    if (left === 0n) break
    share.floor += 1n
    left -= 1n
  }
  return shares.map((share) => Number(share.floor))
}

/** Minor units as a plain decimal string: (12345, 'eur') → '123.45'; exact for every safe integer. */
export function toDecimal(amount: number, currency: string): string {
  const exponent = exponentOf(currency)
  const digits = Math.abs(amount)
    .toString()
    .padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  return `${amount < 0 ? '-' : ''}${whole}${exponent ? `.${digits.slice(-exponent)}` : ''}`
}

const formats = new Map<string, Intl.NumberFormat>()

/** An amount as people read it, with the currency's code: (12000, 'eur', 'en') → 'EUR 120.00' (non-breaking space). */
export function formatMoney(amount: number, currency: string, locale: string): string {
  const key = `${locale}|${currency}`
  let format = formats.get(key)
  if (!format) {
    const digits = exponentOf(currency)
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: currency.toUpperCase(),
      currencyDisplay: 'code',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    formats.set(key, format)
  }
  // A string keeps every digit; a number would pass through a float (ECMA-402 v3).
  return format.format(toDecimal(amount, currency) as `${number}`)
}
