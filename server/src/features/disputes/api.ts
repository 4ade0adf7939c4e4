import { z } from '@hono/zod-openapi'
import { disputeStanding } from '@quittance/core/dispute'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { listQuery, page, time } from '../../platform/http/fields.ts'
import { type Dispute, listDisputes } from './queries.ts'

const dispute = z
  .object({
    id: z.string(),
    payment_id: z.string(),
    invoice_id: z.string(),
    amount: z.int(),
    currency: z.string(),
    reason: z.string(),
    /** Stripe's own word. */
    status: z.string(),
    standing: z.enum(['warning', 'open', 'won', 'lost', 'closed']),
    /** What the payer's bank has taken back and not returned. */
    withdrawn: z.int(),
    due_by: time.nullable(),
    stripe_dispute: z.string(),
    created_at: time,
    updated_at: time,
  })
  .openapi('Dispute')

export function disputesApi(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/disputes',
      operationId: 'listDisputes',
      summary: 'Disputes, newest first',
      tag: 'Disputes',
      role: 'staff',
      query: z.object({
        limit: listQuery.limit,
        cursor: listQuery.cursor,
        invoice_id: z.string().max(64).optional(),
      }),
      response: page(dispute),
    },
    async (ctx, { query }) => {
      const { rows, nextCursor } = await listDisputes(ctx.db, ctx.accountId, {
        limit: query.limit,
        cursor: query.cursor,
        invoiceId: query.invoice_id,
      })
      return { data: rows.map(out), next_cursor: nextCursor }
    },
  )
}

function out(row: Dispute): z.input<typeof dispute> {
  return {
    id: row.id,
    payment_id: row.payment_id,
    invoice_id: row.invoice_id,
    amount: row.amount,
    currency: row.currency,
    reason: row.reason,
    status: row.status,
    standing: disputeStanding(row.status),
    withdrawn: row.withdrawn,
    due_by: row.due_by?.toISOString() ?? null,
    stripe_dispute: row.stripe_dispute_id,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}
