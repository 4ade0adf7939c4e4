import { describe, expect, it } from 'vitest'
import { amountText, parseAmount } from './amount-text.ts'

describe('an amount that a person types', () => {
  it('is held in the currency’s own minor unit', () => {
    expect(parseAmount('12.50', 'eur')).toBe(1250)
    expect(parseAmount('1200', 'jpy')).toBe(1200)
    expect(parseAmount('1.234', 'kwd')).toBe(1234)
  })

  it('may be written with a comma, with groups, or without the leading zero', () => {
    expect(parseAmount('12,50', 'eur')).toBe(1250)
    expect(parseAmount('1,234.5', 'eur')).toBe(123450)
    expect(parseAmount('1 234 567,89', 'eur')).toBe(123456789)
    expect(parseAmount('.5', 'usd')).toBe(50)
  })

  it('is exact where a float is not', () => {
    expect(parseAmount('0.29', 'eur')).toBe(29)
    expect(parseAmount('9999999999.99', 'eur')).toBe(999999999999)
  })

  it('is refused when it has more decimals than the currency', () => {
    expect(parseAmount('1.5', 'jpy')).toBeNull()
    expect(parseAmount('1.005', 'eur')).toBeNull()
    expect(parseAmount('1.500', 'eur')).toBe(150)
  })

  it('is refused when it is no amount', () => {
    for (const typed of ['', ' ', '-5', '1e3', 'abc', '1.2.3', '.', '1,23,4.5'])
      expect(parseAmount(typed, 'eur')).toBeNull()
  })

  it('comes back as it would be typed', () => {
    for (const [amount, currency] of [
      [0, 'eur'],
      [5, 'eur'],
      [123456, 'kwd'],
      [7, 'jpy'],
    ] as const) {
      expect(parseAmount(amountText(amount, currency), currency)).toBe(amount)
    }
  })
})
