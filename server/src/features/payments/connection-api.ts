import { z } from '@hono/zod-openapi'
import type { Context } from '../../context.ts'
import { hashToken } from '../../platform/crypto/tokens.ts'
import { type Api, endpoint, type Http } from '../../platform/http/endpoint.ts'
import { time } from '../../platform/http/fields.ts'
import { readSessionCookie } from '../../platform/http/session-cookie.ts'
import { countLinks } from '../invoices/queries.ts'
import { beginConnect } from '../stripe-connection/begin-connect.ts'
import { connectStripe } from '../stripe-connection/connect-stripe.ts'
import { type Connection, latestConnection } from '../stripe-connection/queries.ts'
import { rollWebhookSecret } from '../stripe-connection/roll-webhook-secret.ts'
import { checkStripe } from './check-stripe.ts'
import { listOpenPayments, listUnsettledPayments, type NamedPayment, type Payment } from './queries.ts'
import { removeStripe } from './remove-stripe.ts'

const unsettled = z.object({
  payment_id: z.string(),
  invoice_id: z.string(),
  invoice_number: z.string().nullable(),
  customer_name: z.string(),
  amount: z.int(),
  currency: z.string(),
})

const connection = z
  .object({
    id: z.string().nullable(),
    /** restricted: Stripe lets the account take no payments now. onboarding: not yet. In both the links are off. */
    state: z.enum(['connected', 'restricted', 'onboarding', 'disconnected']),
    mode: z.enum(['test', 'live']).nullable(),
    provider: z.enum(['own_keys', 'connect', 'simulated']).nullable(),
    account: z
      .object({
        id: z.string(),
        business_name: z.string().nullable(),
        country: z.string().nullable(),
        default_currency: z.string().nullable(),
        charges_enabled: z.boolean(),
        /** Stripe's word: active, pending, inactive. */
        card_payments: z.string().nullable(),
      })
      .nullable(),
    livemode: z.boolean().nullable(),
    publishable_key: z.string().nullable(),
    secret_key_last4: z.string().nullable(),
    /** What the restricted key may not do, as Stripe's Dashboard words it. */
    permissions_missing: z.array(z.string()),
    /** Live keys, and payment pages without TLS: wallets and some browsers refuse. */
    insecure_address: z.boolean(),
    webhook: z.object({
      /** operator: Connect's one endpoint, which is not ours to change. */
      state: z.enum(['registered', 'operator', 'unreachable', 'none']),
      problem: z.string().nullable(),
      last_event_at: time.nullable(),
      rolled_at: time.nullable(),
    }),
    /** The operator's platform, if there is one: through OAuth, or onboarding by Account Links. */
    connect: z.enum(['oauth', 'account_links']).nullable(),
    /** Where the simulated Stripe shows its books (tours only). */
    simulator_url: z.string().nullable(),
    checked_at: time.nullable(),
    restricted_at: time.nullable(),
    connected_at: time.nullable(),
    disconnected_at: time.nullable(),
    end_reason: z.enum(['removed', 'deauthorized', 'key_revoked', 'access_lost']).nullable(),
    active_links: z.int(),
    running_payments: z.int(),
    /** On their way at Stripe: removing cannot stop them. */
    processing_payments: z.array(unsettled),
    /** Open at a Stripe account that is not connected: only its Dashboard tells how they ended. */
    unreachable_payments: z.array(unsettled),
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
      summary: 'Connect Stripe with the account\u2019s own keys, or replace them',
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
      path: '/stripe_connection/connect_url',
      method: 'post',
      operationId: 'beginConnect',
      summary: 'Where at Stripe to connect through the operator\u2019s platform',
      role: 'owner',
      response: z.object({ url: z.string() }),
    },
    async (ctx, _, http) => ({ url: await beginConnect(ctx, sessionOf(ctx, http)) }),
  )
  endpoint(
    api,
    {
      ...stripe,
      path: '/stripe_connection/check',
      method: 'post',
      operationId: 'checkStripe',
      summary: 'Ask Stripe how the account stands, and put the webhook endpoint right',
      role: 'administrator',
      response: connection,
    },
    async (ctx) => {
      await checkStripe(ctx)
      return connectionOut(ctx)
    },
  )
  endpoint(
    api,
    {
      ...stripe,
      path: '/stripe_connection/roll_webhook_secret',
      method: 'post',
      operationId: 'rollWebhookSecret',
      summary: 'Give the webhook endpoint a new signing secret',
      role: 'owner',
      response: connection,
    },
    async (ctx) => {
      await rollWebhookSecret(ctx)
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

/** A visit to Stripe's pages is tied to the session that began it; an API key has none. */
function sessionOf(ctx: Context, http: Http): Buffer | null {
  const token = ctx.actor.type === 'member' ? readSessionCookie(http, ctx.config.publicUrl) : null
  return token ? hashToken(token) : null
}

// A page that was left open this long is not somebody paying.
const abandonedAfterMs = 15 * 60_000

function isRunning(payment: Payment, now: Date): boolean {
  return payment.status === 'processing' || now.getTime() - payment.created_at.getTime() < abandonedAfterMs
}

async function connectionOut(ctx: Context): Promise<z.input<typeof connection>> {
  const [latest, links, open, outOfReach] = await Promise.all([
    latestConnection(ctx.db, ctx.accountId),
    countLinks(ctx.db, ctx.accountId),
    listOpenPayments(ctx.db, ctx.accountId),
    listUnsettledPayments(ctx.db, ctx.accountId),
  ])
  const platform = ctx.config.stripeConnect
  const active = latest?.disconnected_at === null ? latest : undefined
  return {
    id: latest?.id ?? null,
    state: active
      ? active.restriction === null
        ? 'connected'
        : stateOf[active.restriction]
      : 'disconnected',
    mode: latest ? (latest.livemode ? 'live' : 'test') : null,
    provider: latest?.provider ?? null,
    account: latest
      ? {
          id: latest.stripe_account_id,
          business_name: latest.business_name,
          country: latest.country,
          default_currency: latest.default_currency,
          charges_enabled: latest.charges_enabled,
          card_payments: latest.card_payments,
        }
      : null,
    livemode: latest?.livemode ?? null,
    publishable_key: active?.publishable_key ?? null,
    secret_key_last4: active?.secret_key_last4 ?? null,
    permissions_missing: active?.permissions_missing ?? [],
    insecure_address: active?.livemode === true && !ctx.config.publicUrl.startsWith('https:'),
    webhook: {
      state: webhookState(active),
      problem: active?.webhook_problem ?? null,
      last_event_at: latest?.last_event_at?.toISOString() ?? null,
      rolled_at: active?.webhook_rolled_at?.toISOString() ?? null,
    },
    connect: platform ? (platform.publishableKey ? 'account_links' : 'oauth') : null,
    simulator_url: latest?.provider === 'simulated' ? ctx.config.stripeSimulatorUrl : null,
    checked_at: active?.checked_at.toISOString() ?? null,
    restricted_at: active?.restricted_at?.toISOString() ?? null,
    connected_at: latest?.connected_at.toISOString() ?? null,
    disconnected_at: latest?.disconnected_at?.toISOString() ?? null,
    end_reason: latest?.end_reason ?? null,
    active_links: active ? links.active : 0,
    running_payments: open.filter((one) => isRunning(one, ctx.now())).length,
    processing_payments: outOfReach
      .filter((one) => one.reachable && one.status === 'processing')
      .map(unsettledOut),
    unreachable_payments: outOfReach.filter((one) => !one.reachable).map(unsettledOut),
    restorable_links: links.restorable,
  }
}

const stateOf = { onboarding: 'onboarding', charges_disabled: 'restricted' } as const

function webhookState(active: Connection | undefined): 'registered' | 'operator' | 'unreachable' | 'none' {
  if (!active) return 'none'
  if (active.provider === 'connect') return 'operator'
  return active.webhook_endpoint_id ? 'registered' : 'unreachable'
}

function unsettledOut(payment: NamedPayment): z.input<typeof unsettled> {
  const { id, invoice_id, invoice_number, customer_name, amount, currency } = payment
  return { payment_id: id, invoice_id, invoice_number, customer_name, amount, currency }
}
