import { z } from '@hono/zod-openapi'
import { amount } from '../../money-fields.ts'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { idParam, line, listQuery, page, time } from '../../platform/http/fields.ts'
import { manualMethods } from '../payments/record-payment.ts'
import { listRefunds, type Refund } from './queries.ts'
import { refundPayment } from './refund-payment.ts'

const refund = z
  .object({
    id: z.string(),
    payment_id: z.string(),
    invoice_id: z.string(),
    /** `stripe`, or how the money was given back by hand. */
    method: z.enum(['stripe', ...manualMethods]),
    amount: z.int(),
    currency: z.string(),
    status: z.enum(['pending', 'requires_action', 'succeeded', 'failed', 'canceled']),
    failure_reason: z.string().nullable(),
    note: z.string().nullable(),
    stripe_refund: z.string().nullable(),
    /** Made in Stripe's Dashboard, not here. */
    made_at_stripe: z.boolean(),
    created_at: time,
  })
  .openapi('Refund')

export function refundsApi(api: Api): void {
  const tag = 'Refunds'
  endpoint(
    api,
    {
      method: 'post',
      path: '/payments/{id}/refunds',
      operationId: 'refundPayment',
      summary: 'Give a payment back, whole or in part',
      tag,
      role: 'administrator',
      params: idParam,
      body: z.strictObject({
        amount: amount.min(1, 'More than zero.').optional(),
        method: z.enum(manualMethods, `One of ${manualMethods.join(', ')}.`).optional(),
        note: line(200).optional(),
      }),
      response: refund,
      status: 201,
    },
    async (ctx, { params, body }) => out(await refundPayment(ctx, { paymentId: params.id, ...body })),
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/refunds',
      operationId: 'listRefunds',
      summary: 'Refunds, newest first',
      tag,
      role: 'staff',
      query: z.object({
        limit: listQuery.limit,
        cursor: listQuery.cursor,
        invoice_id: z.string().max(64).optional(),
        payment_id: z.string().max(64).optional(),
      }),
      response: page(refund),
    },
    async (ctx, { query }) => {
      const { rows, nextCursor } = await listRefunds(ctx.db, ctx.accountId, {
        limit: query.limit,
        cursor: query.cursor,
        invoiceId: query.invoice_id,
        paymentId: query.payment_id,
      })
      return { data: rows.map(out), next_cursor: nextCursor }
    },
  )
}

function out(row: Refund): z.input<typeof refund> {
  return {
    id: row.id,
    payment_id: row.payment_id,
    invoice_id: row.invoice_id,
    method: row.method as z.input<typeof refund>['method'],
    amount: row.amount,
    currency: row.currency,
    status: row.status,
    failure_reason: row.failure_reason,
    note: row.note,
    stripe_refund: row.stripe_refund_id,
    made_at_stripe: row.actor.type === 'stripe',
    created_at: row.created_at.toISOString(),
  }
}
