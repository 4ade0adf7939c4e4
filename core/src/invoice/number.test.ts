import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../refusal.ts'
import { dateIn } from './due-date.ts'
import { checkNumberPattern, formatNumber, numberSeries } from './number.ts'

describe('formatNumber (R4)', () => {
  test.each([
    ['INV-{YYYY}-{0000}', 7, '2026-03-01', 'INV-2026-0007'],
    ['INV-{YYYY}-{0000}', 12_345, '2026-03-01', 'INV-2026-12345'],
    ['{0}', 1, '2026-03-01', '1'],
    ['{YY}{MM}-{000}', 42, '2026-03-01', '2603-042'],
    ['{000}/{YYYY}', 9, '2031-12-31', '009/2031'],
    ['{YYYY}.{MM}.{YYYY} {00}', 1, '2026-11-05', '2026.11.2026 01'],
  ])('%s, the %ith, on %s is %s', (pattern, counter, date, number) => {
    expect(formatNumber(pattern, counter, date)).toBe(number)
  })
})

describe('numberSeries (R4)', () => {
  test.each([
    ['INV-{0000}', '2026-12-31', '', 'one counter for ever'],
    ['{YYYY}-{0000}', '2026-12-31', '2026', 'one a year'],
    ['{YYYY}-{0000}', '2027-01-01', '2027', 'which starts again with the next'],
    ['{YY}-{0000}', '2027-01-01', '2027', 'also when the year is short'],
    ['{YY}{MM}-{0000}', '2027-01-31', '2027-01', 'one a month'],
    ['{YY}{MM}-{0000}', '2027-02-01', '2027-02', 'which starts again with the next'],
  ])('%s on %s counts in %j: %s', (pattern, date, series) => {
    expect(numberSeries(pattern, date)).toBe(series)
  })

  test('case 135: at New Year the account’s own zone decides which year it counts in', () => {
    const newYear = new Date('2026-12-31T20:00:00Z')
    const seriesIn = (zone: string) => numberSeries('{YYYY}-{0000}', dateIn(zone, newYear))
    expect(seriesIn('Pacific/Kiritimati')).toBe('2027')
    expect(seriesIn('Asia/Kathmandu')).toBe('2027')
    expect(seriesIn('Europe/Paris')).toBe('2026')
    expect(seriesIn('Pacific/Honolulu')).toBe('2026')
  })
})

describe('checkNumberPattern', () => {
  test.each([
    'INV-{YYYY}-{0000}',
    '{0}',
    '{YY}{MM}{000}',
    '{000}{YY}',
    'A b./_-9 {0}',
    `${'x'.repeat(37)}{0}`,
  ])('%j is allowed', (pattern) => {
    expect(() => checkNumberPattern(pattern)).not.toThrow()
  })

  test.each([
    ['INV-{YYYY}', 'exactly one counter'],
    ['', 'exactly one counter'],
    ['0000', 'exactly one counter'],
    ['{0000}-{0000}', 'exactly one counter'],
    ['{MM}-{000}', 'numbers would repeat'],
    ['INV#{000}', 'letters, digits'],
    ['Ünv-{000}', 'letters, digits'],
    ['{000}\n', 'letters, digits'],
    ['{000}<b>', 'letters, digits'],
    ['{YYY}-{000}', 'letters, digits'],
    ['{{YY}YY}-{000}', 'letters, digits'],
    ['{yyyy}-{000}', 'letters, digits'],
    [`${'x'.repeat(38)}{0}`, '40 characters'],
  ])('%j is refused: %s', (pattern, reason) => {
    expect(() => checkNumberPattern(pattern)).toThrow(reason)
    expect(() => checkNumberPattern(pattern)).toThrow(Refusal)
    expect(() => checkNumberPattern(pattern)).toThrow(
      expect.objectContaining({
        errors: [{ pointer: '/number_pattern', detail: expect.stringContaining(reason) }],
      }),
    )
  })

  test('R4, I15: no pattern that is allowed gives one number twice', () => {
    const pieces = fc.constantFrom('{YYYY}', '{YY}', '{MM}', '{0}', '{000}', 'A', '1', '20', '-', '/', ' ')
    const patterns = fc.array(pieces, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''))
    const dates = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    const draws = fc.tuple(
      dates,
      fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 300_000 })),
    )
    fc.assert(
      fc.property(
        patterns.filter(isAllowed),
        fc.array(draws, { minLength: 2, maxLength: 30 }),
        (pattern, drawn) => {
          const drawnFrom = new Map<string, string>()
          for (const [date, counter] of drawn) {
            const day = date.toISOString().slice(0, 10)
            const number = formatNumber(pattern, counter, day)
            const place = `${numberSeries(pattern, day)} ${counter}`
            expect(drawnFrom.get(number) ?? place).toBe(place)
            drawnFrom.set(number, place)
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})

function isAllowed(pattern: string): boolean {
  try {
    checkNumberPattern(pattern)
    return true
  } catch {
    return false
  }
}
