import { z } from '@hono/zod-openapi'
import { Refusal } from '@quittance/core/refusal'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { idParam, listQuery, page, time } from '../../platform/http/fields.ts'
import { pdfResponse } from '../../platform/http/pdf-response.ts'
import { findMessage, listMessages, type Message } from '../messages/queries.ts'
import { drawAttachment } from './draw-attachment.ts'
import { retryMessage } from './retry-message.ts'

const message = z
  .object({
    id: z.string(),
    kind: z.enum([
      'invoice',
      'invoice_cancelled',
      'payment_notification',
      'payment_trouble',
      'payment_failed',
      'stripe_connection',
      'dead_letter',
      'receipt',
      'refund',
      'card_request',
      'confirmation',
      'code',
    ]),
    invoice_id: z.string().nullable(),
    customer_id: z.string().nullable(),
    payment_id: z.string().nullable(),
    to: z.array(z.string()),
    cc: z.array(z.string()),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    attachments: z.array(z.object({ name: z.string() })),
    state: z.enum(['queued', 'sent', 'failed']),
    error: z.string().nullable(),
    revision: z.int().nullable(),
    with_link: z.boolean(),
    created_at: time,
    sent_at: time.nullable(),
  })
  .openapi('Message')

export function messagesApi(api: Api): void {
  const tag = 'Messages'
  endpoint(
    api,
    {
      method: 'get',
      path: '/messages',
      operationId: 'listMessages',
      summary: 'E-mails, newest first',
      tag,
      role: 'staff',
      query: z.object({
        limit: listQuery.limit,
        cursor: listQuery.cursor,
        invoice_id: z.string().max(64).optional(),
        customer_id: z.string().max(64).optional(),
      }),
      response: page(message),
    },
    async (ctx, { query }) => {
      const { rows, nextCursor } = await listMessages(ctx, ctx.accountId, {
        limit: query.limit,
        cursor: query.cursor,
        invoiceId: query.invoice_id,
        customerId: query.customer_id,
      })
      return { data: rows.map(out), next_cursor: nextCursor }
    },
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/messages/{id}',
      operationId: 'getMessage',
      summary: 'An e-mail',
      tag,
      role: 'staff',
      params: idParam,
      response: message,
    },
    async (ctx, { params }) => out(found(await findMessage(ctx, ctx.accountId, params.id))),
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/messages/{id}/attachments/{index}',
      operationId: 'getMessageAttachment',
      summary: 'An attachment of an e-mail',
      tag,
      role: 'staff',
      params: idParam.extend({ index: z.coerce.number().int().min(0).max(9) }),
      response: z.any(),
    },
    async (ctx, { params }) => {
      const row = found(await findMessage(ctx, ctx.accountId, params.id))
      const ref = row.attachments[params.index]
      const pdf = ref && (await drawAttachment(ctx, row, ref))
      if (!pdf) throw new Refusal('not_found', 'This e-mail has no such attachment.')
      return pdfResponse(pdf, ref.name)
    },
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/messages/{id}/retry',
      operationId: 'retryMessage',
      summary: 'Try an e-mail again',
      tag,
      role: 'staff',
      params: idParam,
      response: message,
    },
    async (ctx, { params }) => out(await retryMessage(ctx, params)),
  )
}

function found(row: Message | undefined): Message {
  if (!row) throw new Refusal('not_found', 'There is no such message.')
  return row
}

function out(row: Message): z.input<typeof message> {
  return {
    id: row.id,
    kind: row.kind as 'invoice',
    invoice_id: row.invoice_id,
    customer_id: row.customer_id,
    payment_id: row.payment_id,
    to: row.recipients,
    cc: row.cc,
    subject: row.subject,
    text: row.body_text,
    html: row.html,
    attachments: row.attachments.map(({ name }) => ({ name })),
    state: row.state,
    error: row.error,
    revision: row.revision,
    with_link: row.with_link,
    created_at: row.created_at.toISOString(),
    sent_at: row.sent_at?.toISOString() ?? null,
  }
}
