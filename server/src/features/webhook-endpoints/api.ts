import { z } from '@hono/zod-openapi'
import { testEventType, webhookEventTypes } from '@quittance/core/webhook'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { idParam, line, listQuery, page, time } from '../../platform/http/fields.ts'
import { changeEndpoint, ownEndpoint, removeEndpoint, rollSecret } from './change-endpoint.ts'
import { createEndpoint } from './create-endpoint.ts'
import {
  listDeliveries,
  listEndpoints,
  listEvents,
  type WebhookDelivery,
  type WebhookEndpoint,
} from './queries.ts'
import { sendAgain, sendTest } from './send-again.ts'

const eventType = z.enum(webhookEventTypes, `One of ${webhookEventTypes.join(', ')}.`)

const webhookEndpoint = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    /** Empty: all there are. */
    event_types: z.array(z.string()),
    enabled: z.boolean(),
    /** `gone`: it answered 410. `failing`: for three days it did not answer with a yes. */
    switched_off_because: z.enum(['gone', 'failing']).nullable(),
    created_at: time,
  })
  .openapi('WebhookEndpoint')

const delivery = z
  .object({
    id: z.string(),
    type: z.string(),
    state: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.int(),
    /** The status of the last answer; null: there was none. */
    answer_status: z.int().nullable(),
    error: z.string().nullable(),
    created_at: time,
    last_tried_at: time.nullable(),
    next_try_at: time.nullable(),
    delivered_at: time.nullable(),
    /** What is signed and sent, as it is. */
    body: z.string(),
  })
  .openapi('WebhookDelivery')

const event = z
  .object({
    id: z.string(),
    type: z.string(),
    at: time,
    invoice_id: z.string(),
    actor: z.object({ type: z.string() }),
    data: z.record(z.string(), z.unknown()),
  })
  .openapi('Event')

const fields = {
  url: z.string().max(2000, 'At most 2000 characters.'),
  description: line(200).optional(),
  event_types: z.array(eventType).max(webhookEventTypes.length).optional(),
}
const secretOut = z.object({ secret: z.string() })
const deliveryParam = idParam.extend({ delivery_id: z.string().max(64) })

/** /webhook_endpoints, and /events, which they are told. */
export function webhookEndpointsApi(api: Api): void {
  const tag = 'Webhooks'
  const role = 'owner' as const
  endpoint(
    api,
    {
      method: 'get',
      path: '/webhook_endpoints',
      operationId: 'listWebhookEndpoints',
      summary: 'Where it is told what happens',
      tag,
      role,
      response: z.object({ data: z.array(webhookEndpoint) }),
    },
    async (ctx) => ({ data: (await listEndpoints(ctx.db, ctx.accountId)).map(out) }),
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/webhook_endpoints',
      operationId: 'createWebhookEndpoint',
      summary: 'Have an address told what happens; its signing secret is shown this once',
      tag,
      role,
      body: z.strictObject(fields),
      response: webhookEndpoint.and(secretOut),
      status: 201,
    },
    async (ctx, { body }) => {
      const { endpoint: made, secret } = await createEndpoint(ctx, body)
      return { ...out(made), secret }
    },
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/webhook_endpoints/{id}',
      operationId: 'getWebhookEndpoint',
      summary: 'A webhook endpoint',
      tag,
      role,
      params: idParam,
      response: webhookEndpoint,
    },
    async (ctx, { params }) => out(await ownEndpoint(ctx, params.id)),
  )
  endpoint(
    api,
    {
      method: 'patch',
      path: '/webhook_endpoints/{id}',
      operationId: 'changeWebhookEndpoint',
      summary: 'Change what is told and where; switch it off or on',
      tag,
      role,
      params: idParam,
      body: z.strictObject({ ...fields, url: fields.url.optional(), enabled: z.boolean().optional() }),
      response: webhookEndpoint,
    },
    async (ctx, { params, body }) => out(await changeEndpoint(ctx, params.id, body)),
  )
  endpoint(
    api,
    {
      method: 'delete',
      path: '/webhook_endpoints/{id}',
      operationId: 'deleteWebhookEndpoint',
      summary: 'Tell it nothing any more',
      tag,
      role,
      params: idParam,
    },
    async (ctx, { params }) => removeEndpoint(ctx, params.id),
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/webhook_endpoints/{id}/roll_secret',
      operationId: 'rollWebhookEndpointSecret',
      summary: 'Sign with a fresh secret; the old one signs as well for a day',
      tag,
      role,
      params: idParam,
      response: secretOut,
    },
    async (ctx, { params }) => rollSecret(ctx, params.id),
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/webhook_endpoints/{id}/test',
      operationId: 'testWebhookEndpoint',
      summary: `Send an \`${testEventType}\` message`,
      tag,
      role,
      params: idParam,
      response: z.object({ id: z.string() }),
    },
    async (ctx, { params }) => sendTest(ctx, params.id),
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/webhook_endpoints/{id}/deliveries',
      operationId: 'listWebhookDeliveries',
      summary: 'What was told to it, newest first; kept for 30 days',
      tag,
      role,
      params: idParam,
      query: z.object({ limit: listQuery.limit, cursor: listQuery.cursor }),
      response: page(delivery),
    },
    async (ctx, { params, query }) => {
      const { rows, nextCursor } = await listDeliveries(ctx.db, await ownEndpoint(ctx, params.id), query)
      return { data: rows.map(deliveryOut), next_cursor: nextCursor }
    },
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/webhook_endpoints/{id}/deliveries/{delivery_id}/retry',
      operationId: 'retryWebhookDelivery',
      summary: 'Send it again, under the same id',
      tag,
      role,
      params: deliveryParam,
      response: delivery,
    },
    async (ctx, { params }) => deliveryOut(await sendAgain(ctx, params.id, params.delivery_id)),
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/events',
      operationId: 'listEvents',
      summary: 'What happened to all invoices, newest first: what webhooks tell',
      tag,
      role: 'staff',
      query: z.object({
        limit: listQuery.limit,
        cursor: listQuery.cursor,
        type: z.string().max(60).optional(),
        invoice_id: z.string().max(64).optional(),
      }),
      response: page(event),
    },
    async (ctx, { query }) => {
      const { rows, nextCursor } = await listEvents(ctx.db, ctx.accountId, query)
      return {
        data: rows.map((row) => ({
          id: row.id,
          type: row.type,
          at: row.at.toISOString(),
          invoice_id: row.invoice_id,
          actor: { type: (row.actor as { type: string }).type },
          data: row.data,
        })),
        next_cursor: nextCursor,
      }
    },
  )
}

function out(row: WebhookEndpoint) {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    event_types: row.event_types,
    enabled: row.enabled,
    switched_off_because: row.switched_off_because,
    created_at: row.created_at.toISOString(),
  }
}

function deliveryOut(row: WebhookDelivery): z.input<typeof delivery> {
  return {
    id: row.id,
    type: row.type,
    state: row.next_try_at ? 'waiting' : row.delivered_at ? 'delivered' : 'failed',
    attempts: row.attempts,
    answer_status: row.answer_status,
    error: row.error,
    created_at: row.created_at.toISOString(),
    last_tried_at: row.last_tried_at?.toISOString() ?? null,
    next_try_at: row.next_try_at?.toISOString() ?? null,
    delivered_at: row.delivered_at?.toISOString() ?? null,
    body: row.body,
  }
}
