import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalizeDecimal, parseDecimal } from './decimal.ts'

const decimals = fc
  .tuple(fc.nat(999_999_999_999), fc.option(fc.array(fc.nat(9), { minLength: 1, maxLength: 6 })))
  .map(([whole, places]) => (places ? `${whole}.${places.join('')}` : `${whole}`))

describe('parseDecimal', () => {
  test.each([
    ['1.5', 6, 1_500_000n],
    ['12', 0, 12n],
    ['0.000001', 6, 1n],
    ['1.005', 6, 1_005_000n],
    ['999999999999.999999', 6, 999_999_999_999_999_999n],
    ['007', 2, 700n],
  ])('%s with %i places is %s', (text, places, units) => {
    expect(parseDecimal(text, places)).toBe(units)
  })

  test.each([
    '1.0000001',
    '0.0000000',
    '1234567890123',
    '-1',
    '-0',
    '+1',
    '1e3',
    '0x10',
    '1,5',
    '1_000',
    '1 000',
    '.5',
    '5.',
  ])('%j is refused', (text) => {
    expect(parseDecimal(text, 6)).toBeNull()
  })

  test.each(['', ' ', '1\n', 'NaN', 'Infinity', '１', '٣', '1.2.3', '½', '1\u0000'])(
    '%j is no number',
    (text) => {
      expect(parseDecimal(text, 6)).toBeNull()
    },
  )

  test('R2: every decimal of up to 6 places keeps its exact value', () => {
    fc.assert(
      fc.property(decimals, (text) => {
        const units = parseDecimal(text, 6)!
        const [whole, places = ''] = text.split('.')
        expect(units / 1_000_000n).toBe(BigInt(whole!))
        expect(String(units % 1_000_000n).padStart(6, '0')).toBe(places.padEnd(6, '0'))
      }),
    )
  })

  test('case 123: one stray character anywhere in a number, and it is refused', () => {
    const stray = fc.constantFrom(...'-+eExX,_ \n\t\0\u00a0．٫１٣½%€n')
    fc.assert(
      fc.property(decimals, fc.nat(20), stray, (text, place, character) => {
        expect(parseDecimal(text.slice(0, place) + character + text.slice(place), 6)).toBeNull()
      }),
      { numRuns: 500 },
    )
  })
})

describe('normalizeDecimal', () => {
  test.each([
    ['2.500', '2.5'],
    ['3.0', '3'],
    ['100', '100'],
    ['100.00', '100'],
    ['10.010', '10.01'],
    ['0.0', '0'],
    ['0', '0'],
  ])('%s is %s', (text, shortest) => {
    expect(normalizeDecimal(text)).toBe(shortest)
  })

  test('the value stays, no shorter form is left, and equal values read the same', () => {
    fc.assert(
      fc.property(decimals, fc.nat(3), (text, zeros) => {
        const shortest = normalizeDecimal(text)
        expect(parseDecimal(shortest, 6)).toBe(parseDecimal(text, 6))
        expect(shortest).not.toMatch(/\..*0$|\.$/)
        if (text.includes('.')) expect(normalizeDecimal(text + '0'.repeat(zeros))).toBe(shortest)
      }),
    )
  })
})
