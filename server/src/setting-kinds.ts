import { z } from 'zod'
import { parseSecretKey } from './secret-key.ts'

// Each kind reads one setting from its text and says in words what is wrong with it.

/** Any text. */
export function text() {
  return z.string().trim()
}

/** A whole number within bounds, both included. */
export function wholeNumber(least: number, most: number) {
  return text()
    .regex(/^\d+$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .pipe(z.number().min(least).max(most, `must be a whole number from ${least} to ${most}`))
}

/** A number of seconds above 0, fractions allowed. */
export function seconds() {
  return text()
    .transform(Number)
    .pipe(z.number('must be a number of seconds above 0').positive('must be a number of seconds above 0'))
}

/** A switch: on, true, yes or 1; off, false, no or 0. */
export function onOrOff() {
  return text()
    .toLowerCase()
    .refine((value) => [...on, ...off].includes(value), 'must be on or off')
    .transform((value) => on.includes(value))
}

const on = ['on', 'true', 'yes', '1']
const off = ['off', 'false', 'no', '0']

/** One of the named words. */
export function oneOf<const Value extends string>(values: Value[]) {
  return z.enum(values, `must be one of ${values.join(', ')}`)
}

/** A text with a known beginning, such as `whsec_`. */
export function beginsWith(start: string) {
  return text().startsWith(start, `must begin with ${start}`)
}

/** An address with one of the protocols. */
export function address(protocols: string[], example: string) {
  return text().refine(
    (value) => protocols.includes(urlOf(value)?.protocol ?? ''),
    `must be an address like ${example}`,
  )
}

/** Scheme, host and port of a web address, without a slash at the end. */
export function origin() {
  const message = 'must be a web address without a path, like https://pay.example.com'
  return text()
    .refine((value) => isOrigin(urlOf(value)), message)
    .transform((value) => new URL(value).origin)
}

function isOrigin(url: URL | null): boolean {
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    /^\/*$/.test(url.pathname) &&
    !url.search &&
    !url.hash &&
    !url.username
  )
}

function urlOf(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null
}

/** A mail address, alone or as `Name <address>`. */
export function sender() {
  return text().regex(
    /^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
    'must be an e-mail address, like Example Ltd <billing@example.com>',
  )
}

/** A key of 32 bytes. */
export function secretKey() {
  return text()
    .transform(parseSecretKey)
    .refine(
      (key) => key !== null,
      'must be at least 32 characters long; make one with: openssl rand -base64 32',
    )
}
