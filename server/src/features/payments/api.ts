import { z } from '@hono/zod-openapi'
import { dateIn } from '@quittance/core/invoice/due-date'
import { toDecimal } from '@quittance/core/money'
import { refundable, stillUnapplied } from '@quittance/core/refund'
import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { amount } from '../../money-fields.ts'
import { allRows } from '../../platform/db/keyset.ts'
import { ordersOf } from '../../platform/db/list-order.ts'
import { type Columns, csvResponse } from '../../platform/http/csv-response.ts'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { date, idParam, line, listQuery, page, time } from '../../platform/http/fields.ts'
import { pdfResponse } from '../../platform/http/pdf-response.ts'
import { findAccount } from '../accounts/queries.ts'
import { noteOutcome } from './note-outcome.ts'
import { findPaymentWithNames, listPayments, type NamedPayment, paymentSorts } from './queries.ts'
import { receiptName, receiptOf } from './receipt.ts'
import { manualMethods, recordPayment } from './record-payment.ts'

const payment = z
  .object({
    id: z.string(),
    invoice_id: z.string(),
    invoice_number: z.string().nullable(),
    customer_id: z.string(),
    customer_name: z.string(),
    source: z.enum(['stripe', 'manual']),
    method: z.string(),
    method_label: z.string().nullable(),
    amount: z.int(),
    currency: z.string(),
    status: z.enum(['pending', 'processing', 'succeeded', 'failed', 'canceled']),
    amount_refunded: z.int(),
    /** How much can still be given back now. */
    amount_refundable: z.int(),
    /** Money the invoice could not take, and that is still to be refunded. */
    unapplied: z.int(),
    disputed: z.boolean(),
    /** What Stripe kept of it, in `fee_currency`; null by hand, or until Stripe says. */
    fee: z.int().nullable(),
    fee_currency: z.string().nullable(),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    reference: z.string().nullable(),
    receipt_number: z.string().nullable(),
    stripe_payment_intent: z.string().nullable(),
    livemode: z.boolean().nullable(),
    created_at: time,
    succeeded_at: time.nullable(),
  })
  .openapi('Payment')

const rowsAtOnce = 200

/** Amounts in the currency's own unit, as spreadsheets want them; days in the account's calendar. */
function columnsIn(timeZone: string): Columns<NamedPayment> {
  return {
    Day: (row) => dateIn(timeZone, row.succeeded_at ?? row.created_at),
    Invoice: (row) => row.invoice_number,
    Customer: (row) => row.customer_name,
    Status: (row) => row.status,
    Method: (row) => row.method_label ?? row.method,
    Currency: (row) => row.currency.toUpperCase(),
    Amount: (row) => toDecimal(row.amount, row.currency),
    Refunded: (row) => toDecimal(row.amount_refunded, row.currency),
    Fee: (row) => (row.fee === null ? null : toDecimal(row.fee, row.fee_currency!)),
    'Fee currency': (row) => row.fee_currency?.toUpperCase() ?? null,
    Receipt: (row) => row.receipt_number,
    Reference: (row) => row.reference,
    'At Stripe': (row) => row.intent_id,
    Id: (row) => row.id,
  }
}

const sort = z.enum(ordersOf(paymentSorts)).optional()

export function paymentsApi(api: Api): void {
  const tag = 'Payments'
  endpoint(
    api,
    {
      method: 'get',
      path: '/payments',
      operationId: 'listPayments',
      summary: 'Payments, newest first unless `sort` says otherwise',
      tag,
      role: 'staff',
      query: z.object({
        ...listQuery,
        invoice_id: z.string().max(64).optional(),
        status: payment.shape.status.optional(),
        sort,
      }),
      response: page(payment),
    },
    async (ctx, { query: { invoice_id: invoiceId, ...filter } }) => {
      const { rows, nextCursor } = await listPayments(ctx.db, ctx.accountId, { ...filter, invoiceId })
      return { data: rows.map(out), next_cursor: nextCursor }
    },
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/payments/export',
      operationId: 'exportPayments',
      summary: 'Payments as a CSV file, in the order of the list',
      tag,
      role: 'administrator',
      query: z.object({ q: listQuery.q, status: payment.shape.status.optional(), sort }),
      response: z.any(),
    },
    async (ctx, { query }) => {
      const { time_zone: timeZone } = await findAccount(ctx.db, ctx.accountId)
      const rows = allRows((cursor) =>
        listPayments(ctx.db, ctx.accountId, { ...query, cursor, limit: rowsAtOnce }),
      )
      return csvResponse(rows, columnsIn(timeZone), `payments-${dateIn(timeZone, ctx.now())}.csv`)
    },
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/payments/{id}',
      operationId: 'getPayment',
      summary: 'A payment',
      tag,
      role: 'staff',
      params: idParam,
      response: payment,
    },
    async (ctx, { params }) => out(await existing(ctx, params.id)),
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/payments/{id}/receipt',
      operationId: 'getReceiptPdf',
      summary: 'The receipt as a PDF',
      tag,
      role: 'staff',
      params: idParam,
      response: z.any(),
    },
    async (ctx, { params }) => {
      const receipt = await receiptOf(ctx.db, ctx.accountId, params.id)
      if (!receipt) throw new Refusal('not_found', 'There is no receipt: the payment has not succeeded.')
      return pdfResponse(await ctx.pdf.render('receipt', receipt), receiptName(receipt.receiptNumber))
    },
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/invoices/{id}/payments',
      operationId: 'recordPayment',
      summary: 'Record a payment that came some other way',
      tag,
      role: 'staff',
      params: idParam,
      body: z.strictObject({
        amount: amount.min(1, 'More than zero.'),
        method: z.enum(manualMethods, `One of ${manualMethods.join(', ')}.`),
        date: date.optional(),
        reference: line(120).optional(),
      }),
      response: payment,
      status: 201,
    },
    async (ctx, { params, body }) =>
      out(await existing(ctx, (await recordPayment(ctx, { invoiceId: params.id, ...body })).id)),
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/payments/{id}/note_outcome',
      operationId: 'noteOutcome',
      summary: 'Say how a payment ended at a Stripe account that is not connected any more',
      tag,
      role: 'staff',
      params: idParam,
      body: z.strictObject({ outcome: z.enum(['succeeded', 'failed'], 'One of succeeded, failed.') }),
      response: payment,
    },
    async (ctx, { params, body }) => {
      await noteOutcome(ctx, { id: params.id, outcome: body.outcome })
      return out(await existing(ctx, params.id))
    },
  )
}

async function existing(ctx: Context, id: string): Promise<NamedPayment> {
  const found = await findPaymentWithNames(ctx.db, ctx.accountId, id)
  if (!found) throw new Refusal('not_found', 'There is no such payment.')
  return found
}

function out(row: NamedPayment): z.input<typeof payment> {
  const {
    id,
    invoice_id,
    invoice_number,
    customer_id,
    customer_name,
    source,
    method,
    method_label,
    currency,
    status,
    amount_refunded,
    disputed,
    fee,
    fee_currency,
    reference,
    receipt_number,
    livemode,
  } = row
  return {
    id,
    invoice_id,
    invoice_number,
    customer_id,
    customer_name,
    source,
    method,
    method_label,
    amount: row.amount,
    currency,
    status,
    amount_refunded,
    disputed,
    fee,
    fee_currency,
    reference,
    receipt_number,
    livemode,
    amount_refundable: refundable({ ...row, refunded: amount_refunded }),
    unapplied: stillUnapplied({ unapplied: row.unapplied, refunded: amount_refunded }),
    stripe_payment_intent: row.intent_id,
    failure: row.failure_code ? { code: row.failure_code, message: row.failure_message ?? '' } : null,
    created_at: row.created_at.toISOString(),
    succeeded_at: row.succeeded_at?.toISOString() ?? null,
  }
}
