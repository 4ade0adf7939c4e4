import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  chargeStep,
  currencies,
  exponentOf,
  fromStripeAmount,
  isCurrency,
  maximumStripeAmount,
  minimumCharge,
  toStripeAmount,
} from './currency.ts'
import { maximumAmount } from './money.ts'

// Stripe's "Supported currencies", as a list of its own: what Stripe calls zero-decimal, and three-decimal.
const zeroDecimalAtStripe = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ')
const threeDecimalAtStripe = 'bhd jod kwd omr tnd'.split(' ')
const wholeUnitsWithTwoDecimals = ['isk', 'ugx']

describe('the currencies', () => {
  test('each is a lower-case ISO 4217 code that the platform knows, and stands in the list once', () => {
    const names = new Intl.DisplayNames('en', { type: 'currency', fallback: 'none' })
    for (const currency of currencies) {
      expect(currency).toMatch(/^[a-z]{3}$/)
      expect([currency, names.of(currency.toUpperCase())]).toEqual([currency, expect.any(String)])
    }
    expect(new Set(currencies).size).toBe(currencies.length)
    expect(currencies).toEqual(
      expect.arrayContaining(['usd', 'eur', 'gbp', ...zeroDecimalAtStripe, ...threeDecimalAtStripe]),
    )
  })

  test.each(['EUR', 'xxx', 'eu', 'euro', '', 'btc', 'constructor'])('%j is none', (currency) => {
    expect(isCurrency(currency)).toBe(false)
  })

  test('R3: decimals are those of ISO 4217: none, three, or two', () => {
    const withoutDecimals = [
      ...zeroDecimalAtStripe.filter((currency) => currency !== 'mga'),
      ...wholeUnitsWithTwoDecimals,
    ]
    for (const currency of currencies) {
      const expected = withoutDecimals.includes(currency)
        ? 0
        : threeDecimalAtStripe.includes(currency)
          ? 3
          : 2
      expect([currency, exponentOf(currency)]).toEqual([currency, expected])
    }
  })
})

describe('amounts at Stripe (stripe.md 8, case 126)', () => {
  test.each([
    ['usd', 1999, 1999, '19.99 dollars'],
    ['jpy', 500, 500, '500 yen'],
    ['krw', 500, 500, '500 won'],
    ['isk', 5, 500, '5 krónur travel with two zeros'],
    ['ugx', 1000, 100_000, '1000 shillings travel with two zeros'],
    ['mga', 50_000, 500, '500.00 ariary travel without decimals'],
    ['kwd', 5120, 5120, '5.120 dinars travel in fils'],
    ['bhd', 10, 10, '0.010 dinars travel in fils'],
    ['huf', 17_500, 17_500, '175.00 forint travel with two decimals'],
    ['twd', 80_000, 80_000, '800.00 dollars travel with two decimals'],
  ])('%s %i is %i: %s', (currency, ours, stripes) => {
    expect(toStripeAmount(ours, currency)).toBe(stripes)
    expect(fromStripeAmount(stripes, currency)).toBe(ours)
  })

  test.each([
    ['kwd', 5125],
    ['tnd', 1],
    ['mga', 150],
  ])('%s %i cannot be charged exactly, so it is an error and never rounded', (currency, amount) => {
    expect(() => toStripeAmount(amount, currency)).toThrow(`${amount} ${currency}`)
  })

  test('in every currency, whatever can be charged goes to Stripe as a whole number and comes back as it was', () => {
    fc.assert(
      fc.property(fc.constantFrom(...currencies), fc.nat(maximumAmount / 100), (currency, steps) => {
        const amount = steps * chargeStep(currency)
        const stripes = toStripeAmount(amount, currency)
        expect(Number.isSafeInteger(stripes)).toBe(true)
        expect(fromStripeAmount(stripes, currency)).toBe(amount)
      }),
      { numRuns: 1000 },
    )
  })

  test('in every currency, the amount is worth the same at Stripe as here', () => {
    for (const currency of currencies) {
      const ours = 1200 * 10 ** exponentOf(currency)
      const digitsAtStripe = zeroDecimalAtStripe.includes(currency)
        ? 0
        : threeDecimalAtStripe.includes(currency)
          ? 3
          : 2
      expect([currency, toStripeAmount(ours, currency)]).toEqual([currency, 1200 * 10 ** digitsAtStripe])
      if (wholeUnitsWithTwoDecimals.includes(currency)) expect(toStripeAmount(7, currency) % 100).toBe(0)
      if (threeDecimalAtStripe.includes(currency)) expect(chargeStep(currency)).toBe(10)
    }
  })
})

describe('the least that Stripe collects (R20)', () => {
  const published: Record<string, string> = {
    '0.50': 'usd eur cad aud nzd chf sgd brl inr',
    '0.30': 'gbp',
    '2.00': 'aed myr pln ron',
    '1.00': 'bgn',
    '15.00': 'czk',
    '2.50': 'dkk',
    '4.00': 'hkd',
    '175.00': 'huf',
    '10.00': 'mxn thb',
    '3.00': 'nok sek',
  }

  test.each(
    Object.entries(published).flatMap(([least, codes]) => codes.split(' ').map((code) => [code, least])),
  )('in %s it is %s', (currency, least) => {
    expect(minimumCharge(currency)).toBe(Number(least.replace('.', '')))
  })

  test('in yen it is 50', () => {
    expect(minimumCharge('jpy')).toBe(50)
  })

  test('in every currency it can itself be charged', () => {
    for (const currency of currencies) {
      const amount = toStripeAmount(minimumCharge(currency), currency)
      expect(amount).toBeGreaterThanOrEqual(1)
      expect(amount).toBeLessThanOrEqual(maximumStripeAmount)
    }
  })
})
