import { z } from '@hono/zod-openapi'
import { refuseField } from '@quittance/core/refusal'

// NUL cannot be stored by Postgres, and a lone surrogate is no character.
const clean = (value: string) => !value.includes('\0') && value.isWellFormed()

/** One line of text, trimmed. */
export function line(max: number, min = 0) {
  return z
    .string()
    .trim()
    .min(min, min === 1 ? 'This must not be empty.' : `At least ${min} characters.`)
    .max(max, `At most ${max} characters.`)
    .refine(clean, 'This holds a character that cannot be stored.')
    .refine((value) => !/[\r\n\u2028\u2029]/.test(value), 'This must be one line.')
}

/** Text of several lines. */
export function text(max: number) {
  return z
    .string()
    .max(max, `At most ${max} characters.`)
    .refine(clean, 'This holds a character that cannot be stored.')
}

/** An address that goes into exactly one RCPT: no lists, groups, comments or line breaks (reliability 110). */
export const email = z
  .string()
  .trim()
  .max(254, 'At most 254 characters.')
  .regex(
    /^[^\s@,;:<>()[\]"\\]+@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/,
    'This is not an e-mail address.',
  )
  .refine(clean, 'This is not an e-mail address.')

export const emails = z.array(email).max(20, 'At most 20 addresses.')

export const date = z.iso.date('A date as YYYY-MM-DD.')

/** Kept as it was written; core checks its value. */
export const decimal = z
  .string()
  .max(24)
  .regex(/^\d{1,12}(\.\d{1,6})?$/, 'A decimal number as a string, such as "1" or "2.5".')

export const country = z.string().regex(/^[A-Z]{2}$/, 'A country as two capital letters, such as "FR".')

export const language = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'A language tag, such as "en" or "fr-CA".')

export const timeZone = z.string().max(60).refine(isTimeZone, 'A time zone, such as "Europe/Paris".')

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

export const address = z
  .strictObject({
    line1: line(200).optional(),
    line2: line(200).optional(),
    city: line(100).optional(),
    region: line(100).optional(),
    postal_code: line(20).optional(),
    country: country.or(z.literal('').transform(() => undefined)).optional(),
  })
  .openapi('Address')

/** An id of ours: prefix and body. Anything else is simply not found. */
export const idParam = z.object({ id: z.string().max(64) })

/** Lists: `limit`, `cursor`, `q` (contract). */
export const listQuery = {
  limit: z.coerce.number().int().min(1, 'Between 1 and 100.').max(100, 'Between 1 and 100.').default(20),
  cursor: z.string().max(3000).optional(),
  q: z.string().max(200).refine(clean, 'This holds a character that cannot be searched for.').optional(),
}

/** A page of a list. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), next_cursor: z.string().nullable() })
}

export const time = z.string().openapi({ format: 'date-time' })

/** @throws Refusal for a key no store should hold. */
export function refuseKey(key: string): void {
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw refuseField('/Idempotency-Key', 'An Idempotency-Key is 1 to 255 visible ASCII characters.')
}
