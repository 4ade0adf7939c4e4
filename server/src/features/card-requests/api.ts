import { z } from '@hono/zod-openapi'
import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { idParam, time } from '../../platform/http/fields.ts'
import { findCustomer } from '../customers/queries.ts'
import { type CardRequest, cardRequestsOf, stateOf } from './queries.ts'
import { requestCard } from './request-card.ts'
import { revokeCardRequest } from './revoke-card-request.ts'

const cardRequest = z
  .object({
    id: z.string(),
    customer_id: z.string(),
    sent_to: z.string(),
    state: z.enum(['open', 'saved', 'expired', 'revoked']),
    created_at: time,
    expires_at: time,
    saved_at: time.nullable(),
  })
  .openapi('CardRequest')

export function cardRequestsApi(api: Api): void {
  const tag = 'Customers'
  endpoint(
    api,
    {
      method: 'post',
      path: '/customers/{id}/request_card',
      operationId: 'requestCard',
      summary: 'Ask the customer by e-mail to save a payment method',
      tag,
      role: 'staff',
      params: idParam,
      response: cardRequest,
      status: 201,
    },
    async (ctx, { params }) => out(ctx, await requestCard(ctx, { customerId: params.id })),
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/customers/{id}/card_requests',
      operationId: 'listCardRequests',
      summary: 'The latest requests for a payment method, newest first',
      tag,
      role: 'staff',
      params: idParam,
      response: z.object({ data: z.array(cardRequest) }),
    },
    async (ctx, { params }) => {
      if (!(await findCustomer(ctx.db, ctx.accountId, params.id)))
        throw new Refusal('not_found', 'There is no such customer.')
      const rows = await cardRequestsOf(ctx.db, ctx.accountId, params.id)
      return { data: rows.map((row) => out(ctx, row)) }
    },
  )
  endpoint(
    api,
    {
      method: 'delete',
      path: '/customers/{id}/card_requests/{request_id}',
      operationId: 'revokeCardRequest',
      summary: 'Close the link of a request',
      tag,
      role: 'staff',
      params: idParam.extend({ request_id: z.string().max(64) }),
    },
    async (ctx, { params }) => revokeCardRequest(ctx, { customerId: params.id, id: params.request_id }),
  )
}

function out(ctx: Context, row: CardRequest): z.input<typeof cardRequest> {
  return {
    id: row.id,
    customer_id: row.customer_id,
    sent_to: row.sent_to,
    state: stateOf(row, ctx.now()),
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    saved_at: row.saved_at?.toISOString() ?? null,
  }
}
