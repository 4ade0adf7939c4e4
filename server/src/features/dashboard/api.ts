import { z } from '@hono/zod-openapi'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { attention } from '../invoices/queries.ts'
import { dismissFirstSteps, firstSteps, showFirstSteps } from './first-steps.ts'
import { type CurrencyFigures, showDashboard } from './show-dashboard.ts'

const figure = z.object({ amount: z.int(), count: z.int() })
const kinds = Object.keys(attention) as (keyof typeof attention)[]
const buckets = ['not_due', '1_30', '31_60', '61_90', 'over_90'] as const

const dashboard = z
  .object({
    /** In the account's time zone. */
    today: z.string(),
    has_invoices: z.boolean(),
    /** The account's own currency first. */
    currencies: z.array(
      z.object({
        currency: z.string(),
        outstanding: figure,
        overdue: figure,
        /** Bank debits on their way. */
        processing: figure,
        collected_this_month: figure,
        /** What is owed, by days past the due date. */
        ageing: z.array(z.object({ days: z.enum(buckets), amount: z.int() })),
        /** What came in, by weeks that begin on Monday; this one last. */
        collected_by_week: z.array(z.object({ week: z.string(), amount: z.int() })),
      }),
    ),
    /** Why invoices wait for somebody, each with the `flag` that lists them. */
    attention: z.array(z.object({ flag: z.enum(kinds), count: z.int() })),
    /** What a new business does first, and what of it is done; null once all is, or they were put away. */
    first_steps: z.array(z.object({ key: z.enum(firstSteps), done: z.boolean() })).nullable(),
  })
  .openapi('Dashboard')

export function dashboardApi(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/dashboard',
      operationId: 'showDashboard',
      summary: 'How the business stands today',
      tag: 'Dashboard',
      role: 'staff',
      response: dashboard,
    },
    async (ctx) => {
      const [{ today, hasInvoices, currencies, attention: waiting }, first_steps] = await Promise.all([
        showDashboard(ctx),
        showFirstSteps(ctx),
      ])
      return {
        today,
        has_invoices: hasInvoices,
        currencies: currencies.map(out),
        attention: waiting.map(({ kind, count }) => ({ flag: kind, count })),
        first_steps,
      }
    },
  )
  endpoint(
    api,
    {
      method: 'patch',
      path: '/dashboard/first_steps',
      operationId: 'dismissFirstSteps',
      summary: 'Put the first steps away, or bring them back',
      tag: 'Dashboard',
      role: 'administrator',
      body: z.strictObject({ dismissed: z.boolean() }),
    },
    async (ctx, { body }) => dismissFirstSteps(ctx, body),
  )
}

function out(row: CurrencyFigures): z.input<typeof dashboard>['currencies'][number] {
  return {
    currency: row.currency,
    outstanding: { amount: row.outstanding, count: row.outstandingCount },
    overdue: { amount: row.overdue, count: row.overdueCount },
    processing: { amount: row.processing, count: row.processingCount },
    collected_this_month: { amount: row.collectedThisMonth, count: row.collectedThisMonthCount },
    ageing: buckets.map((days, index) => ({ days, amount: row.ageing[index]! })),
    collected_by_week: row.weeks,
  }
}
