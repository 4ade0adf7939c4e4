import { z } from '@hono/zod-openapi'
import { amount, currency } from '../../money-fields.ts'
import { date, decimal, emails, line, text } from '../../platform/http/fields.ts'
import { customerFields } from '../customers/customer-fields.ts'
import { discountRule, terms } from './invoice-out.ts'

const linesAtMost = 10_000

const lineFields = z.strictObject({
  description: line(1000, 1),
  detail: text(4000).nullable().optional(),
  quantity: decimal.default('1'),
  unit: line(20).nullable().optional(),
  unit_amount: amount,
  taxes: z.array(z.string().max(64)).max(10, 'At most 10 taxes on a line.').optional(),
  discount: discountRule.nullable().optional(),
})

/** What a request says of an invoice's content; each call takes its own selection of it. */
const contentFields = {
  customer_id: z.string().max(64).optional(),
  currency: currency.optional(),
  lines: z.array(lineFields).min(1, 'At least one line.').max(linesAtMost, `At most ${linesAtMost} lines.`),
  discount_rule: discountRule.nullable().optional(),
  issue_date: date.optional(),
  due_date: date.optional(),
  due_terms: terms.optional(),
  service_date: date.nullable().optional(),
  note: text(64_000).optional(),
  terms: text(64_000).optional(),
  memo: text(4000).optional(),
  billing: z
    .strictObject({
      name: line(200, 1).optional(),
      company: line(200).nullable().optional(),
      address: customerFields.shape.address,
      tax_id: line(40).nullable().optional(),
    })
    .optional(),
  recipients: z.union([z.strictObject({ to: emails.optional(), cc: emails.optional() }), emails]).optional(),
}

export const createFields = z.strictObject({
  ...contentFields,
  customer: customerFields.optional(),
  payment_link: z.boolean().optional(),
})
export const editFields = z.strictObject({ ...contentFields, lines: contentFields.lines.optional() })

/** Unsaved content to be looked at: of a new invoice, or of a stored one that is being changed. */
export const previewFields = z.strictObject({
  ...contentFields,
  invoice_id: z.string().max(64).optional(),
  payment_link: z.boolean().optional(),
})
