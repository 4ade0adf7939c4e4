import { locale } from './locale.ts'

const dayFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
const momentFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const relativeFormat = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

const dayMs = 86_400_000

/** A calendar date, 'YYYY-MM-DD', as people write it. */
export function day(date: string): string {
  return dayFormat.format(new Date(`${date}T00:00:00Z`))
}

/** A moment (RFC 3339), in the reader's own time zone. */
export function moment(time: string): string {
  return momentFormat.format(new Date(time))
}

/** From one calendar date to another in words: 'in 3 days', 'yesterday'. */
export function daysFrom(today: string, date: string): string {
  const days = Math.round((Date.parse(date) - Date.parse(today)) / dayMs)
  return relativeFormat.format(days, 'day')
}

/** How long ago a moment (ms since 1970) was, in words: 'just now', '5 minutes ago', 'yesterday'. */
export function ago(then: number, now: number): string {
  const minutes = Math.floor((now - then) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return relativeFormat.format(-minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  return hours < 24
    ? relativeFormat.format(-hours, 'hour')
    : relativeFormat.format(-Math.floor(hours / 24), 'day')
}
