import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { dateIn, dueDateFrom } from './due-date.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('dueDateFrom (R1)', () => {
  test.each([
    ['2026-03-01', 0, '2026-03-01', 'on receipt'],
    ['2026-01-31', 30, '2026-03-02', 'past a short February'],
    ['2024-01-31', 30, '2024-03-01', 'past a leap February'],
    ['2024-02-28', 1, '2024-02-29', 'onto the leap day'],
    ['2023-02-28', 1, '2023-03-01', 'without a leap day'],
    ['2100-02-28', 1, '2100-03-01', '2100 has no leap day'],
    ['2000-02-28', 1, '2000-02-29', '2000 had one'],
    ['2026-12-31', 1, '2027-01-01', 'into the next year'],
    ['2026-12-15', 60, '2027-02-13', 'two months on'],
    ['2018-11-03', 1, '2018-11-04', 'a day without midnight in São Paulo'],
    ['2011-12-29', 1, '2011-12-30', 'the day that Apia never had'],
  ])('%s and %i days is %s: %s', (issued, days, due) => {
    expect(dueDateFrom(issued, { type: 'days', days })).toBe(due)
  })

  test.each([
    ['2026-01-01', '2026-01-31'],
    ['2026-01-31', '2026-01-31'],
    ['2026-02-10', '2026-02-28'],
    ['2024-02-10', '2024-02-29'],
    ['2100-02-10', '2100-02-28'],
    ['2026-04-30', '2026-04-30'],
    ['2026-12-02', '2026-12-31'],
  ])('the end of the month of %s is %s', (issued, due) => {
    expect(dueDateFrom(issued, { type: 'end_of_month' })).toBe(due)
  })

  test.each(['Pacific/Kiritimati', 'Pacific/Honolulu', 'America/Sao_Paulo'])(
    'case 133: a server in %s reckons the same',
    (zone) => {
      const before = new Date(Date.UTC(2026, 0, 1)).getTimezoneOffset()
      vi.stubEnv('TZ', zone)
      expect(new Date(Date.UTC(2026, 0, 1)).getTimezoneOffset()).not.toBe(before)
      expect(dueDateFrom('2026-01-31', { type: 'days', days: 30 })).toBe('2026-03-02')
      expect(dueDateFrom('2018-11-03', { type: 'days', days: 1 })).toBe('2018-11-04')
      expect(dueDateFrom('2024-02-01', { type: 'end_of_month' })).toBe('2024-02-29')
      expect(dateIn('Europe/Paris', new Date('2026-06-30T22:00:00Z'))).toBe('2026-07-01')
    },
  )

  test('so many days later is so many days later, counted one by one', () => {
    const dates = fc.date({ min: new Date('1990-01-01'), max: new Date('2110-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(dates, fc.nat(400), (date, days) => {
        const issued = date.toISOString().slice(0, 10)
        let due = issued
        for (let day = 0; day < days; day += 1) due = dayAfter(due)
        expect(dueDateFrom(issued, { type: 'days', days })).toBe(due)
        const end = dueDateFrom(issued, { type: 'end_of_month' })
        expect(end.slice(0, 7)).toBe(issued.slice(0, 7))
        expect(dayAfter(end).slice(8)).toBe('01')
      }),
      { numRuns: 200 },
    )
  })
})

describe('dateIn: the day turns at the midnight of the account’s zone (case 131, I26)', () => {
  test.each([
    ['Pacific/Kiritimati', '2026-01-01T09:59:59Z', '2026-01-01', '2026-01-02', 'UTC+14'],
    ['Pacific/Honolulu', '2026-01-01T09:59:59Z', '2025-12-31', '2026-01-01', 'UTC−10'],
    ['Asia/Kathmandu', '2026-01-01T18:14:59Z', '2026-01-01', '2026-01-02', 'UTC+5:45'],
    ['Europe/Paris', '2026-03-28T22:59:59Z', '2026-03-28', '2026-03-29', 'into the day with a gap'],
    ['Europe/Paris', '2026-03-29T21:59:59Z', '2026-03-29', '2026-03-30', 'out of it, after 23 hours'],
    ['Europe/Paris', '2026-10-25T22:59:59Z', '2026-10-25', '2026-10-26', 'out of the day of 25 hours'],
    ['America/Sao_Paulo', '2018-11-04T02:59:59Z', '2018-11-03', '2018-11-04', 'midnight itself is skipped'],
    [
      'America/Sao_Paulo',
      '2018-02-18T02:59:59Z',
      '2018-02-17',
      '2018-02-18',
      'the hour before midnight comes twice',
    ],
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29', '2011-12-31', 'a whole day is skipped'],
    ['UTC', '2024-02-28T23:59:59Z', '2024-02-28', '2024-02-29', 'onto the leap day'],
  ])('%s at %s is still %s, a second later %s: %s', (zone, instant, before, after) => {
    const last = new Date(instant)
    expect(dateIn(zone, last)).toBe(before)
    expect(dateIn(zone, new Date(last.getTime() + 1000))).toBe(after)
  })

  test('the day turns once and never back, on every day with a change of clocks', () => {
    const days: [string, string][] = [
      ['Europe/Paris', '2026-03-28'],
      ['Europe/Paris', '2026-10-24'],
      ['America/Sao_Paulo', '2018-02-17'],
      ['America/Sao_Paulo', '2018-11-03'],
      ['Pacific/Apia', '2011-12-29'],
      ['Asia/Kathmandu', '2026-01-01'],
    ]
    for (const [zone, day] of days) {
      const start = new Date(`${day}T00:00:00Z`).getTime()
      const seen = Array.from({ length: 72 * 4 }, (_, quarter) =>
        dateIn(zone, new Date(start + quarter * 900_000)),
      )
      expect(seen).toEqual(seen.toSorted())
    }
  })
})

/** By the calendar's own rule, without a Date. */
function dayAfter(date: string): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  const text = (y: number, m: number, d: number) =>
    `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`
  if (day < lengths[month - 1]!) return text(year, month, day + 1)
  return month < 12 ? text(year, month + 1, 1) : text(year + 1, 1, 1)
}
