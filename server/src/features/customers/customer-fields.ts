import { z } from '@hono/zod-openapi'
import { currency } from '../../money-fields.ts'
import { address, email, language, line, text } from '../../platform/http/fields.ts'

/** A customer as the API takes one, alone or in place with an invoice (R1). */
export const customerFields = z.strictObject({
  name: line(200, 1),
  company: line(200).nullable().optional(),
  email: email.nullable().optional(),
  billing_email: email.nullable().optional(),
  phone: line(40).nullable().optional(),
  tax_id: line(40).nullable().optional(),
  address: address.optional(),
  language: language.nullable().optional(),
  currency: currency.nullable().optional(),
  notes: text(10_000).optional(),
})
