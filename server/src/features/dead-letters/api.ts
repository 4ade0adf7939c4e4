import { z } from '@hono/zod-openapi'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { idParam, listQuery, page, time } from '../../platform/http/fields.ts'
import { letterWords } from './letter-words.ts'
import { countLetters, type Letter, listLetters } from './queries.ts'
import { retryLetter, retryLetters } from './retry-letter.ts'

const letter = z
  .object({
    id: z.string(),
    /** inbox: news from Stripe to be applied. outbox: what was to follow something here, e-mails above all. */
    kind: z.enum(['inbox', 'outbox']),
    /** waiting: tried again by itself at `next_try_at`. dead: given up, until it is retried here. */
    state: z.enum(['dead', 'waiting']),
    /** What it is, in plain words. */
    text: z.string(),
    /** The event behind it: Stripe's name for an inbox letter, ours for the others. */
    event: z.string(),
    invoice: z.object({ id: z.string(), number: z.string().nullable() }).nullable(),
    customer: z.object({ id: z.string(), name: z.string() }).nullable(),
    attempts: z.int(),
    last_error: z.string().nullable(),
    created_at: time,
    next_try_at: time.nullable(),
  })
  .openapi('DeadLetter')

export function deadLettersApi(api: Api): void {
  const tag = 'Dead letters'
  endpoint(
    api,
    {
      method: 'get',
      path: '/dead_letters',
      operationId: 'listDeadLetters',
      summary: 'What failed: given up, or waiting for its next try; newest first',
      tag,
      role: 'administrator',
      query: z.object({
        limit: listQuery.limit,
        cursor: listQuery.cursor,
        kind: letter.shape.kind.optional(),
        state: letter.shape.state.optional(),
        invoice_id: z.string().max(64).optional(),
      }),
      response: page(letter).extend({ counts: z.object({ dead: z.int(), waiting: z.int() }) }),
    },
    async (ctx, { query: { invoice_id: invoiceId, ...filter } }) => {
      const [{ rows, nextCursor }, counts] = await Promise.all([
        listLetters(ctx.db, ctx.accountId, { ...filter, invoiceId }),
        countLetters(ctx.db, ctx.accountId),
      ])
      return { data: rows.map(out), next_cursor: nextCursor, counts }
    },
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/dead_letters/retry',
      operationId: 'retryDeadLetters',
      summary: 'Try everything again that was given up',
      tag,
      role: 'administrator',
      response: z.object({ retried: z.int() }),
    },
    async (ctx) => ({ retried: await retryLetters(ctx) }),
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/dead_letters/{id}/retry',
      operationId: 'retryDeadLetter',
      summary: 'Try one again, now',
      tag,
      role: 'administrator',
      params: idParam,
      response: letter,
    },
    async (ctx, { params }) => out(await retryLetter(ctx, params)),
  )
}

function out(row: Letter): z.input<typeof letter> {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    text: letterWords(row),
    event: row.stripe_type ?? row.event.type,
    invoice: row.invoice_id ? { id: row.invoice_id, number: row.invoice_number } : null,
    customer: row.customer_id && row.customer_name ? { id: row.customer_id, name: row.customer_name } : null,
    attempts: row.attempts,
    last_error: row.last_error,
    created_at: row.created_at.toISOString(),
    next_try_at: row.next_try_at?.toISOString() ?? null,
  }
}
