/** When an invoice falls due (R1): days after the issue date, or the end of its month. */
export type Terms = { type: 'days'; days: number } | { type: 'end_of_month' }

/** Dates are 'YYYY-MM-DD', in the account's time zone. */
export function dueDateFrom(issueDate: string, terms: Terms): string {
  const [year, month, day] = issueDate.split('-').map(Number) as [number, number, number]
  const due = terms.type === 'days' ? Date.UTC(year, month - 1, day + terms.days) : Date.UTC(year, month, 0)
  return new Date(due).toISOString().slice(0, 10)
}

const calendars = new Map<string, Intl.DateTimeFormat>()

/** The calendar date at `instant` in `timeZone` (IANA name), as 'YYYY-MM-DD'. */
export function dateIn(timeZone: string, instant: Date): string {
  let calendar = calendars.get(timeZone)
  if (!calendar) {
    calendar = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    calendars.set(timeZone, calendar)
  }
  return calendar.format(instant)
}

/** What an account's days go by. The calendar of a Live Tour may be ahead of the world's: time was let pass in it. */
export interface Calendar {
  time_zone: string
  seconds_ahead: number
}

/** What day it is for an account at the real time `now`, as 'YYYY-MM-DD'. */
export function todayIn({ time_zone: timeZone, seconds_ahead: ahead }: Calendar, now: Date): string {
  return dateIn(timeZone, new Date(now.getTime() + ahead * 1000))
}
