import type { Context } from '../../context.ts'
import { asRefusal, type Stripe, stripeApiVersion, stripeFault } from '../../platform/stripe/client.ts'
import type { Connection } from './queries.ts'

/** The news we ask for (stripe.md 6), in own keys' endpoints and the platform's. Whatever else comes is stored and answered. */
export const subscribedEvents: Stripe.WebhookEndpointCreateParams.EnabledEvent[] = [
  'payment_intent.succeeded',
  'payment_intent.processing',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'payment_intent.requires_action',
  'payment_intent.amount_capturable_updated',
  'charge.succeeded',
  'charge.failed',
  'charge.updated',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'payment_method.attached',
  'payment_method.detached',
  'payment_method.updated',
  'payment_method.automatically_updated',
  'setup_intent.succeeded',
  'setup_intent.setup_failed',
  'customer.deleted',
  'mandate.updated',
  'account.updated',
  'account.application.deauthorized',
  'radar.early_fraud_warning.created',
  'review.opened',
  'review.closed',
]

/** An endpoint at Stripe; without one, `problem` says why, and reconciliation serves instead. */
export interface Registered {
  endpointId: string | null
  secret: string | null
  problem: string | null
}

/** Makes the connection's endpoint at Stripe (R38). `generation`: how many it has had, so that a repeat makes no second one. */
export async function registerWebhook(
  ctx: Context,
  stripe: Stripe,
  connectionId: string,
  generation: number,
): Promise<Registered> {
  const url = webhookUrl(ctx, connectionId)
  try {
    const endpoint = await stripe.webhookEndpoints.create(
      {
        url,
        enabled_events: subscribedEvents,
        api_version: stripeApiVersion,
        description: 'Quittance',
        metadata: { quittance_account: ctx.accountId, generation: String(generation) },
      },
      {
        idempotencyKey:
          generation === 1 ? `${connectionId}:webhook` : `${connectionId}:webhook:${generation}`,
      },
    )
    return { endpointId: endpoint.id, secret: endpoint.secret ?? null, problem: null }
  } catch (error) {
    const fault = stripeFault(error)
    if (!fault) throw error
    if ((fault.statusCode ?? 0) >= 500) await removeUnknown(ctx, stripe, url, generation)
    return { endpointId: null, secret: null, problem: fault.message }
  }
}

/** Stripe may have made the endpoint and failed to say so: nobody knows its secret, so its news could never be believed. */
async function removeUnknown(ctx: Context, stripe: Stripe, url: string, generation: number): Promise<void> {
  try {
    const { data } = await stripe.webhookEndpoints.list({ limit: 100 })
    const unknown = data.filter((one) => one.url === url && one.metadata['generation'] === String(generation))
    for (const { id } of unknown) await removeWebhook(ctx, stripe, id)
  } catch (error) {
    ctx.log.warn({ error: String(error) }, 'the webhook endpoints could not be looked through at Stripe')
  }
}

/**
 * Puts the endpoint right where somebody changed it in the Dashboard, or an older version of ours asked for less.
 * Returns false when there is none any more.
 */
export async function mendWebhook(ctx: Context, stripe: Stripe, connection: Connection): Promise<boolean> {
  if (!connection.webhook_endpoint_id) return false
  try {
    const endpoint = await stripe.webhookEndpoints.retrieve(connection.webhook_endpoint_id)
    const url = webhookUrl(ctx, connection.id)
    const isRight =
      endpoint.status === 'enabled' &&
      endpoint.url === url &&
      subscribedEvents.every((event) => endpoint.enabled_events.includes(event))
    if (!isRight)
      await stripe.webhookEndpoints.update(
        endpoint.id,
        { url, enabled_events: subscribedEvents, disabled: false },
        // What it was is part of the meaning: disabled a second time, it is put right a second time.
        { idempotencyKey: `${endpoint.id}:mend:${ctx.now().getTime()}` },
      )
    return true
  } catch (error) {
    if (stripeFault(error)?.statusCode === 404) return false
    throw asRefusal(error)
  }
}

/** Best effort: an endpoint left behind is answered and changes nothing. */
export async function removeWebhook(ctx: Context, stripe: Stripe, endpointId: string): Promise<void> {
  await stripe.webhookEndpoints
    .del(endpointId)
    .catch((error: unknown) =>
      ctx.log.warn({ error: String(error) }, 'the webhook endpoint could not be removed at Stripe'),
    )
}

function webhookUrl(ctx: Context, connectionId: string): string {
  return `${ctx.config.publicUrl}/webhooks/stripe/${connectionId}`
}
