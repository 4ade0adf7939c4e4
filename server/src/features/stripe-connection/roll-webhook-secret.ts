import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { activeConnection, type Connection, lockActiveConnection } from './queries.ts'
import { updateConnection } from './store.ts'
import { sealPurpose, stripeOf } from './stripe-of.ts'
import { registerWebhook, removeWebhook } from './webhook-endpoint.ts'

/**
 * Gives the webhook endpoint a new signing secret. Stripe's API cannot roll one: a second endpoint is made beside the
 * first, which then goes. What was signed with the old secret is believed for a while, and what came twice counts once.
 * @throws Refusal `stripe_not_connected`, `operator_webhook` for Connect, `stripe_refused` where Stripe cannot reach us.
 */
export async function rollWebhookSecret(ctx: Context): Promise<Connection> {
  const connection = await activeConnection(ctx.db, ctx.accountId)
  if (!connection) throw new Refusal('stripe_not_connected', 'Stripe is not connected.')
  if (connection.provider === 'connect')
    throw new Refusal(
      'operator_webhook',
      'With Stripe Connect the webhook belongs to the operator of this server, who can roll its secret in the Stripe Dashboard.',
    )
  const rolled = await renewWebhook(ctx, connection)
  if (!rolled.webhook_endpoint_id || rolled.webhook_endpoint_id === connection.webhook_endpoint_id)
    throw new Refusal(
      'stripe_refused',
      `Stripe made no new webhook endpoint: ${rolled.webhook_problem ?? ''}`,
    )
  return rolled
}

/** Another endpoint in the place of the one there is, or was. Where Stripe makes none, the old one stays. */
export async function renewWebhook(ctx: Context, connection: Connection): Promise<Connection> {
  const stripe = await stripeOf(ctx, connection)
  const generation = connection.webhook_generation + 1
  const made = await registerWebhook(ctx, stripe, connection.id, generation)
  const renewed = await ctx.transaction(async (tx) => {
    const now = await lockActiveConnection(tx, ctx.accountId, 'update')
    // Removed meanwhile, or two rolled at once: under one key Stripe made one endpoint for both.
    if (now?.id !== connection.id || now.webhook_generation !== connection.webhook_generation) return null
    if (!made.endpointId || !made.secret)
      return updateConnection(tx, ctx.accountId, now.id, { webhook_problem: made.problem })
    return updateConnection(tx, ctx.accountId, now.id, {
      webhook_endpoint_id: made.endpointId,
      webhook_secret_sealed: ctx.sealer.seal(made.secret, sealPurpose(ctx.accountId, 'webhook_secret')),
      webhook_previous_secret_sealed: now.webhook_secret_sealed,
      webhook_problem: null,
      webhook_generation: generation,
      webhook_rolled_at: ctx.now(),
    })
  })
  if (renewed?.webhook_endpoint_id && connection.webhook_endpoint_id && made.endpointId)
    await removeWebhook(ctx, stripe, connection.webhook_endpoint_id)
  return renewed ?? (await activeConnection(ctx.db, ctx.accountId)) ?? connection
}
