import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { currencies, exponentOf } from './currency.ts'
import { allocate, divideRounded, formatMoney, maximumAmount, toDecimal } from './money.ts'

const amounts = fc.oneof(fc.nat(100), fc.nat(1_000_000), fc.integer({ min: 0, max: maximumAmount }))
const weightSets = fc.array(fc.oneof(fc.nat(5), amounts), { minLength: 1, maxLength: 12 })

describe('divideRounded, the one rounding rule (R3)', () => {
  test.each([
    [0n, 7n, 0n],
    [1n, 2n, 1n],
    [3n, 2n, 2n],
    [5n, 2n, 3n],
    [-1n, 2n, -1n],
    [-5n, 2n, -3n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [-1n, 3n, 0n],
    [-2n, 3n, -1n],
    [49_999_999_999_999_999_999n, 100_000_000_000_000_000_000n, 0n],
    [50_000_000_000_000_000_000n, 100_000_000_000_000_000_000n, 1n],
  ])('%s / %s is %s: halves go away from zero', (numerator, denominator, rounded) => {
    expect(divideRounded(numerator, denominator)).toBe(rounded)
  })

  test('the result is never further than half a unit away, and mirrors at zero', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 24n), 10n ** 24n),
        fc.bigInt(1n, 10n ** 12n),
        (numerator, denominator) => {
          const rounded = divideRounded(numerator, denominator)
          const error = 2n * (rounded * denominator - numerator)
          expect(-denominator <= error && error <= denominator).toBe(true)
          expect(divideRounded(-numerator, denominator)).toBe(-rounded)
        },
      ),
    )
  })
})

describe('allocate', () => {
  test('R3: the parts add up to the amount exactly, and none is negative', () => {
    fc.assert(
      fc.property(amounts, weightSets, (amount, weights) => {
        fc.pre(weights.some((weight) => weight > 0))
        const parts = allocate(amount, weights)
        expect(parts).toHaveLength(weights.length)
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount)
        expect(parts.every((part) => Number.isInteger(part) && part >= 0)).toBe(true)
      }),
    )
  })

  test('each part is its exact share, less than one unit up or down; a weight of zero gets nothing', () => {
    fc.assert(
      fc.property(amounts, weightSets, (amount, weights) => {
        const sum = weights.reduce((total, weight) => total + BigInt(weight), 0n)
        fc.pre(sum > 0n)
        for (const [index, part] of allocate(amount, weights).entries()) {
          const error = BigInt(part) * sum - BigInt(amount) * BigInt(weights[index]!)
          expect(-sum < error && error < sum).toBe(true)
          if (weights[index] === 0) expect(part).toBe(0)
        }
      }),
    )
  })

  test('a larger weight never gets less; of equal ones the earlier gets at most one unit more', () => {
    fc.assert(
      fc.property(amounts, weightSets, (amount, weights) => {
        const parts = allocate(amount, weights)
        for (const [index, weight] of weights.entries()) {
          for (const [later, laterWeight] of weights.entries()) {
            const ahead = parts[index]! - parts[later]!
            if (weight > laterWeight) expect(ahead).toBeGreaterThanOrEqual(0)
            if (weight === laterWeight && index < later) expect([0, 1]).toContain(ahead)
          }
        }
      }),
    )
  })

  test.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [2, [1, 1, 1], [1, 1, 0]],
    [1000, [4498, 9999], [310, 690]],
    [5, [0, 3, 7], [0, 2, 3]],
    [0, [3, 7], [0, 0]],
    [maximumAmount, [maximumAmount, maximumAmount], [maximumAmount / 2, maximumAmount / 2]],
    [7, [0, 0], [0, 0]],
    [7, [], []],
  ])('%i over %j is %j', (amount, weights, parts) => {
    expect(allocate(amount, weights)).toEqual(parts)
  })

  test('what cannot be split is an error, not a wrong sum', () => {
    expect(() => allocate(-10, [1, 1, 1])).toThrow('negative')
    expect(() => allocate(10, [1, -1, 1])).toThrow('negative')
    expect(() => allocate(0.5, [1])).toThrow('cannot be converted to a BigInt')
  })
})

describe('toDecimal', () => {
  test.each([
    [12_345, 'eur', '123.45'],
    [5, 'eur', '0.05'],
    [0, 'eur', '0.00'],
    [-5, 'eur', '-0.05'],
    [-12_345, 'kwd', '-12.345'],
    [1, 'kwd', '0.001'],
    [500, 'jpy', '500'],
    [0, 'jpy', '0'],
    [Number.MAX_SAFE_INTEGER, 'eur', '90071992547409.91'],
    [Number.MAX_SAFE_INTEGER, 'kwd', '9007199254740.991'],
    [Number.MAX_SAFE_INTEGER, 'jpy', '9007199254740991'],
  ])('%d %s is %s', (amount, currency, text) => {
    expect(toDecimal(amount, currency)).toBe(text)
  })

  test('I1: in every currency it loses nothing and has exactly the currency’s decimals', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom(...currencies), (amount, currency) => {
        const text = toDecimal(amount, currency)
        expect(Number(text.replace('.', ''))).toBe(amount)
        expect(text.split('.')[1]?.length ?? 0).toBe(exponentOf(currency))
      }),
    )
  })
})

describe('formatMoney', () => {
  test.each([
    [12_000, 'eur', 'en', 'EUR 120.00'],
    [123_456_789, 'eur', 'en', 'EUR 1,234,567.89'],
    [123_456_789, 'eur', 'de', '1.234.567,89 EUR'],
    [123_456_789, 'eur', 'fr', '1 234 567,89 EUR'],
    [123_456_789, 'eur', 'es', '1.234.567,89 EUR'],
    [123_456_789, 'inr', 'en-IN', 'INR 12,34,567.89'],
    [500, 'jpy', 'en', 'JPY 500'],
    [1_234_567, 'jpy', 'de', '1.234.567 JPY'],
    [1_234_567, 'kwd', 'en', 'KWD 1,234.567'],
    [1, 'kwd', 'fr', '0,001 KWD'],
    [17_500, 'huf', 'en', 'HUF 175.00'],
    [500, 'isk', 'en', 'ISK 500'],
    [50, 'mga', 'en', 'MGA 0.50'],
    [0, 'eur', 'en', 'EUR 0.00'],
    [-12_000, 'eur', 'en', '-EUR 120.00'],
    [Number.MAX_SAFE_INTEGER, 'jpy', 'en', 'JPY 9,007,199,254,740,991'],
    [Number.MAX_SAFE_INTEGER, 'eur', 'de', '90.071.992.547.409,91 EUR'],
    [Number.MAX_SAFE_INTEGER, 'kwd', 'en', 'KWD 9,007,199,254,740.991'],
  ])('%d %s in %s reads %s', (amount, currency, locale, text) => {
    expect(withPlainSpaces(formatMoney(amount, currency, locale))).toBe(text)
  })

  test('currency and number cannot be torn apart at the end of a line', () => {
    for (const locale of ['en', 'fr', 'de', 'es'])
      expect(formatMoney(123_456_789, 'eur', locale)).not.toContain(' ')
  })

  test('I2: in every currency and language of the payer it shows every digit and the code', () => {
    const locales = fc.constantFrom('en', 'fr', 'de', 'es', 'en-IN', 'pt-BR', 'ja', 'sv', 'he')
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.constantFrom(...currencies),
        locales,
        (amount, currency, locale) => {
          const text = formatMoney(amount, currency, locale)
          const digits = String(Math.abs(amount)).padStart(exponentOf(currency) + 1, '0')
          expect(text.replace(/\D/g, '')).toBe(digits)
          expect(text).toContain(currency.toUpperCase())
          expect(/[-−]/.test(text)).toBe(amount < 0)
        },
      ),
    )
  })
})

/** Languages use several kinds of non-breaking space; which one is not the point here. */
function withPlainSpaces(text: string): string {
  return text.replace(/\s/g, ' ')
}
