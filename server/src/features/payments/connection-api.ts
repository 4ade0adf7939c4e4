import { z } from '@hono/zod-openapi'
import type { Context } from '../../context.ts'
import { type Api, endpoint } from '../../platform/http/endpoint.ts'
import { time } from '../../platform/http/fields.ts'
import { countLinks } from '../invoices/queries.ts'
import { connectStripe } from '../stripe-connection/connect-stripe.ts'
import { latestConnection } from '../stripe-connection/queries.ts'
import { listOpenPayments, type Payment } from './queries.ts'
import { removeStripe } from './remove-stripe.ts'

const connection = z
  .object({
    id: z.string().nullable(),
    state: z.enum(['connected', 'disconnected']),
    mode: z.enum(['test', 'live']).nullable(),
    provider: z.enum(['own_keys', 'simulated']).nullable(),
    account: z
      .object({
        id: z.string(),
        business_name: z.string().nullable(),
        country: z.string().nullable(),
        default_currency: z.string().nullable(),
        charges_enabled: z.boolean(),
      })
      .nullable(),
    livemode: z.boolean().nullable(),
    publishable_key: z.string().nullable(),
    secret_key_last4: z.string().nullable(),
    webhook: z.object({
      state: z.enum(['registered', 'unreachable', 'none']),
      problem: z.string().nullable(),
      last_event_at: time.nullable(),
    }),
    connected_at: time.nullable(),
    disconnected_at: time.nullable(),
    active_links: z.int(),
    running_payments: z.int(),
    restorable_links: z.int(),
  })
  .openapi('StripeConnection')

export function connectionApi(api: Api): void {
  const stripe = { tag: 'Stripe', path: '/stripe_connection' } as const
  endpoint(
    api,
    {
      ...stripe,
      method: 'get',
      operationId: 'getStripeConnection',
      summary: 'The tie to Stripe',
      role: 'staff',
      response: connection,
    },
    connectionOut,
  )
  endpoint(
    api,
    {
      ...stripe,
      method: 'put',
      operationId: 'connectStripe',
      summary: 'Connect Stripe with the account\u2019s own keys',
      role: 'owner',
      body: z.strictObject({
        secret_key: z.string().trim().max(300),
        publishable_key: z.string().trim().max(300),
      }),
      response: connection,
    },
    async (ctx, { body }) => {
      await connectStripe(ctx, {
        secretKey: body.secret_key,
        publishableKey: body.publishable_key,
        provider: 'own_keys',
      })
      return connectionOut(ctx)
    },
  )
  endpoint(
    api,
    {
      ...stripe,
      method: 'delete',
      operationId: 'removeStripe',
      summary: 'Remove Stripe; disables all payment links',
      role: 'owner',
      response: z.object({ disabled_links: z.int() }),
    },
    async (ctx) => ({
      disabled_links: (await removeStripe(ctx)).disabledLinks,
    }),
  )
}

// A page that was left open this long is not somebody paying.
const abandonedAfterMs = 15 * 60_000

function isRunning(payment: Payment, now: Date): boolean {
  return payment.status === 'processing' || now.getTime() - payment.created_at.getTime() < abandonedAfterMs
}

async function connectionOut(ctx: Context): Promise<z.input<typeof connection>> {
  const [latest, links, open] = await Promise.all([
    latestConnection(ctx.db, ctx.accountId),
    countLinks(ctx.db, ctx.accountId),
    listOpenPayments(ctx.db, ctx.accountId),
  ])
  const connected = latest !== undefined && latest.disconnected_at === null
  return {
    id: latest?.id ?? null,
    state: connected ? 'connected' : 'disconnected',
    mode: latest ? (latest.livemode ? 'live' : 'test') : null,
    provider: latest?.provider ?? null,
    account: latest
      ? {
          id: latest.stripe_account_id,
          business_name: latest.business_name,
          country: latest.country,
          default_currency: latest.default_currency,
          charges_enabled: latest.charges_enabled,
        }
      : null,
    livemode: latest?.livemode ?? null,
    publishable_key: connected ? latest.publishable_key : null,
    secret_key_last4: connected ? latest.secret_key_last4 : null,
    webhook: {
      state: !connected ? 'none' : latest.webhook_endpoint_id ? 'registered' : 'unreachable',
      problem: connected ? latest.webhook_problem : null,
      last_event_at: latest?.last_event_at?.toISOString() ?? null,
    },
    connected_at: latest?.connected_at.toISOString() ?? null,
    disconnected_at: latest?.disconnected_at?.toISOString() ?? null,
    active_links: connected ? links.active : 0,
    running_payments: open.filter((one) => isRunning(one, ctx.now())).length,
    restorable_links: links.restorable,
  }
}
