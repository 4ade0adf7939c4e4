import { z } from '@hono/zod-openapi'
import type { Member } from './queries.ts'
import { passwordLength } from './set-up-business.ts'

export const password = z
  .string()
  .min(passwordLength.min, `At least ${passwordLength.min} characters.`)
  .max(passwordLength.max, `At most ${passwordLength.max} characters.`)
  .refine((value) => !value.includes('\0'), 'This holds a character that cannot be stored.')

export const member = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(['owner', 'administrator', 'staff']),
    wants_payment_emails: z.boolean(),
  })
  .openapi('Member')

export function memberOut({ id, name, email, role, wants_payment_emails }: Member): z.input<typeof member> {
  return { id, name, email, role, wants_payment_emails }
}
