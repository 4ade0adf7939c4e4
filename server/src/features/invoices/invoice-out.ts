import { z } from '@hono/zod-openapi'
import { type Calendar, todayIn } from '@quittance/core/invoice/due-date'
import { flagsOf } from '@quittance/core/invoice/lifecycle'
import type { App } from '../../context.ts'
import { address, time } from '../../platform/http/fields.ts'
import { paymentUrl } from './add-payment-link.ts'
import { contentKey } from './content-key.ts'
import { dueOf } from './due.ts'
import { linkState } from './link-state.ts'
import type { Hold, Invoice, LoadedInvoice, PaymentLink } from './queries.ts'

const lineTax = z.object({ id: z.string(), name: z.string(), rate: z.string(), inclusive: z.boolean() })
export const discountRule = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('percent'),
      percent: z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, 'A percentage as a string, such as "10".'),
    }),
    z.strictObject({ type: z.literal('amount'), amount: z.int().min(0, 'Zero or more.') }),
  ])
  .openapi('Discount')
export const terms = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('days'),
      days: z.int().min(0, 'Zero or more.').max(365, 'At most 365 days.'),
    }),
    z.strictObject({ type: z.literal('end_of_month') }),
  ])
  .openapi('Terms')

const summary = {
  id: z.string(),
  number: z.string().nullable(),
  status: z.enum(['draft', 'sent', 'partially_paid', 'paid', 'cancelled']),
  flags: z.array(
    z.enum([
      'held',
      'overdue',
      'processing',
      'refunded',
      'partially_refunded',
      'disputed',
      'needs_resend',
      'viewed',
    ]),
  ),
  customer_id: z.string(),
  customer: z.object({
    id: z.string(),
    name: z.string(),
    company: z.string().nullable(),
    email: z.string().nullable(),
  }),
  currency: z.string(),
  issue_date: z.string(),
  due_date: z.string(),
  subtotal: z.int(),
  discount: z.int(),
  tax: z.int(),
  total: z.int(),
  amount_paid: z.int(),
  amount_refunded: z.int(),
  /** What disputes have taken back, for now or for good. */
  amount_withdrawn: z.int(),
  amount_due: z.int(),
  payment_link: z
    .object({ url: z.string(), state: z.enum(['active', 'disabled', 'off']), added_at: time })
    .nullable(),
  needs_resend: z.boolean(),
  revision: z.int(),
  sent_revision: z.int(),
  issued_at: time.nullable(),
  last_sent_at: time.nullable(),
  viewed_at: time.nullable(),
  paid_at: time.nullable(),
  cancelled_at: time.nullable(),
  created_at: time,
  updated_at: time,
  version: z.int(),
}

export const invoiceSummary = z.object(summary).openapi('InvoiceSummary')

export const invoice = z
  .object({
    ...summary,
    lines: z.array(
      z.object({
        id: z.string(),
        description: z.string(),
        detail: z.string().nullable(),
        quantity: z.string(),
        unit: z.string().nullable(),
        unit_amount: z.int(),
        taxes: z.array(lineTax),
        discount: discountRule.nullable(),
        amount: z.int(),
        total: z.int(),
      }),
    ),
    taxes: z.array(lineTax.extend({ taxable: z.int(), amount: z.int() })),
    discount_rule: discountRule.nullable(),
    due_terms: terms.nullable(),
    service_date: z.string().nullable(),
    note: z.string(),
    terms: z.string(),
    memo: z.string(),
    billing: z.object({
      name: z.string(),
      company: z.string().nullable(),
      address,
      tax_id: z.string().nullable(),
    }),
    recipients: z.object({ to: z.array(z.string()), cc: z.array(z.string()) }),
    resend_reason: z.enum(['edited', 'link_added', 'link_reset']).nullable(),
    replaced_by: z.string().nullable(),
    /** What the doctor found wrong: until it is mended nothing is charged, refunded or changed. */
    hold: z
      .object({ since: time, breaches: z.array(z.object({ invariant: z.string(), what: z.string() })) })
      .nullable(),
  })
  .openapi('Invoice')

interface CustomerNames {
  name: string
  company: string | null
  email: string | null
}

/** A row of the list. */
export function summaryOut(
  app: App,
  row: Invoice & { held: boolean },
  link: PaymentLink | null,
  connected: boolean,
  customer: CustomerNames,
  calendar: Calendar,
): z.input<typeof invoiceSummary> {
  const due = dueOf(row)
  const state = linkState(link, connected)
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    flags: flagsOf({
      status: row.status,
      dueDate: row.due_date,
      today: todayIn(calendar, app.now()),
      processing: row.processing,
      needsResend: row.needs_resend,
      viewed: row.viewed_at !== null,
      refunded: row.refunded,
      settled: row.settled,
      disputed: row.disputed,
      held: row.held,
    }),
    customer_id: row.customer_id,
    customer: { id: row.customer_id, name: customer.name, company: customer.company, email: customer.email },
    currency: row.currency,
    issue_date: row.issue_date,
    due_date: row.due_date,
    subtotal: row.totals.subtotal,
    discount: row.totals.discount,
    tax: row.totals.tax,
    total: row.total,
    amount_paid: row.settled,
    amount_refunded: row.refunded,
    amount_withdrawn: row.withdrawn,
    amount_due: due,
    payment_link:
      link && state ? { url: paymentUrl(app, link), state, added_at: link.added_at.toISOString() } : null,
    needs_resend: row.needs_resend,
    revision: row.revision,
    sent_revision: row.sent_revision,
    issued_at: row.issued_at?.toISOString() ?? null,
    last_sent_at: row.last_sent_at?.toISOString() ?? null,
    viewed_at: row.viewed_at?.toISOString() ?? null,
    paid_at: row.paid_at?.toISOString() ?? null,
    cancelled_at: row.cancelled_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    version: row.version,
  }
}

/** The whole invoice. */
export function invoiceOut(
  app: App,
  loaded: LoadedInvoice,
  hold: Hold | null,
  customer: CustomerNames,
  calendar: Calendar,
): z.input<typeof invoice> {
  const { invoice: row, link, connected } = loaded
  const { content, totals } = row
  return {
    ...summaryOut(app, { ...row, held: hold !== null }, link, connected, customer, calendar),
    lines: content.lines.map(({ unitAmount, ...line }, index) => ({
      ...line,
      unit_amount: unitAmount,
      amount: totals.lines[index]!.amount,
      total: totals.lines[index]!.total,
    })),
    taxes: totals.taxes,
    discount_rule: content.discount,
    due_terms: content.dueTerms,
    service_date: content.serviceDate,
    note: content.note,
    terms: content.terms,
    memo: content.memo,
    billing: {
      name: content.billing.name,
      company: content.billing.company,
      address: content.billing.address,
      tax_id: content.billing.taxId,
    },
    recipients: content.recipients,
    resend_reason: resendReason(loaded),
    replaced_by: row.replaced_by,
    hold: hold && { since: hold.held_at.toISOString(), breaches: hold.breaches },
  }
}

function resendReason({
  invoice: row,
  sent,
  link,
}: LoadedInvoice): 'edited' | 'link_added' | 'link_reset' | null {
  if (!row.needs_resend) return null
  const before = sent && {
    content: sent.content,
    currency: sent.snapshot.currency,
    issue_date: sent.snapshot.issueDate,
    due_date: sent.snapshot.dueDate,
  }
  if (before && contentKey(row) !== contentKey(before)) return 'edited'
  return row.sent_link_version !== null && link !== null ? 'link_reset' : 'link_added'
}
