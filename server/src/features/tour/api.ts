import { z } from '@hono/zod-openapi'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { time } from '../../platform/http/fields.ts'
import { connectSimulatedStripe } from './connect-simulated-stripe.ts'
import { beginWalk, followWalk, showWalk, type WalkState } from './follow-walk.ts'
import { listHappenings } from './list-happenings.ts'
import { passTime } from './pass-time.ts'
import { walkSteps } from './walk-steps.ts'

const yearSeconds = 365 * 86_400

const view = z.enum(['open', 'folded', 'left'], 'open, folded or left.')

const walk = z
  .object({
    /** not_begun: nobody asked for it yet. */
    view: z.enum(['not_begun', 'open', 'folded', 'left']),
    steps: z.array(
      z.object({
        key: z.enum(walkSteps),
        /** When the server saw it happen. */
        done_at: time.nullable(),
        /** What the step is best done with. */
        invoice: z
          .object({ id: z.string(), number: z.string().nullable(), customer_name: z.string() })
          .nullable(),
        /** The e-mail to open for it. */
        message_id: z.string().nullable(),
      }),
    ),
  })
  .openapi('TourWalk')

const happenings = z
  .object({
    /** False while the simulated Stripe does not show its log. */
    requests_shown: z.boolean(),
    /** The newest first, 200 at most. */
    data: z.array(
      z.object({
        id: z.string(),
        at: time,
        /** An entry of a timeline, a request to the simulated Stripe, or a webhook from it. */
        kind: z.enum(['event', 'request', 'webhook']),
        type: z.string(),
        invoice: z.object({ id: z.string(), number: z.string().nullable() }).nullable(),
        data: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .openapi('TourHappenings')

export function tourApi(api: Api): void {
  const tag = 'Live Tour'
  endpoint(
    api,
    {
      method: 'get',
      path: '/tour/walk',
      operationId: 'followWalk',
      summary: 'How far the guided walk is, by what happened',
      tag,
      role: 'staff',
      response: walk,
    },
    async (ctx) => walkOut(await followWalk(ctx)),
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/tour/walk',
      operationId: 'beginWalk',
      summary: 'Begin the guided walk, or begin it anew',
      tag,
      role: 'staff',
      response: walk,
    },
    async (ctx) => walkOut(await beginWalk(ctx)),
  )
  endpoint(
    api,
    {
      method: 'patch',
      path: '/tour/walk',
      operationId: 'showWalk',
      summary: 'Open, fold or leave the guided walk',
      tag,
      role: 'staff',
      body: z.strictObject({ view }),
      response: walk,
    },
    async (ctx, { body }) => walkOut(await showWalk(ctx, body)),
  )
  endpoint(
    api,
    {
      method: 'get',
      path: '/tour/happenings',
      operationId: 'listHappenings',
      summary: 'What went on behind the pages of the tour',
      tag,
      role: 'staff',
      response: happenings,
    },
    async (ctx) => {
      const { happenings: rows, requestsShown } = await listHappenings(ctx)
      return {
        requests_shown: requestsShown,
        data: rows.map(({ invoice_id, number, at, ...row }) => ({
          ...row,
          at: at.toISOString(),
          invoice: invoice_id === null ? null : { id: invoice_id, number },
        })),
      }
    },
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/tour/time',
      operationId: 'passTime',
      summary: 'Let time pass for this tour alone, at its simulated Stripe and in its calendar',
      tag,
      role: 'staff',
      body: z.strictObject({
        seconds: z.int().min(1, 'At least 1.').max(yearSeconds, `At most ${yearSeconds}, a year.`),
      }),
      /** How many things came to be at Stripe. */
      response: z.object({ happened: z.int() }),
    },
    async (ctx, { body }) => ({ happened: await passTime(ctx, body) }),
  )
  endpoint(
    api,
    {
      method: 'post',
      path: '/stripe_connection/simulated',
      operationId: 'connectSimulatedStripe',
      summary: 'Put the Live Tour\u2019s simulated Stripe back',
      tag: 'Stripe',
      role: 'owner',
      response: z.object({ id: z.string() }),
    },
    async (ctx) => ({ id: (await connectSimulatedStripe(ctx)).id }),
  )
}

function walkOut(state: WalkState): z.input<typeof walk> {
  return {
    view: state.view ?? 'not_begun',
    steps: state.steps.map(({ key, doneAt, invoice, messageId }) => ({
      key,
      done_at: doneAt?.toISOString() ?? null,
      invoice: invoice && {
        id: invoice.id,
        number: invoice.number,
        customer_name: invoice.customer_name,
      },
      message_id: messageId,
    })),
  }
}
