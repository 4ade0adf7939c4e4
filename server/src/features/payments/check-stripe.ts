import { Refusal } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { missingPermissions } from '../stripe-connection/permissions.ts'
import { activeConnection, type Connection } from '../stripe-connection/queries.ts'
import { registerPayDomain } from '../stripe-connection/register-pay-domain.ts'
import { renewWebhook } from '../stripe-connection/roll-webhook-secret.ts'
import { updateConnection } from '../stripe-connection/store.ts'
import { hasAccess, sealPurpose, stripeOf } from '../stripe-connection/stripe-of.ts'
import { mendWebhook } from '../stripe-connection/webhook-endpoint.ts'
import { checkAccess } from './check-access.ts'

/**
 * *Check now*: reads the account, what the key may do, and the webhook endpoint, which is put right or made again where
 * it is missing or was switched off. @throws Refusal `stripe_not_connected`, `stripe_unavailable`.
 */
export async function checkStripe(ctx: Context): Promise<void> {
  const active = await activeConnection(ctx.db, ctx.accountId)
  if (!active) throw new Refusal('stripe_not_connected', 'Stripe is not connected.')
  const connection = await checkAccess(ctx, active)
  if (!hasAccess(connection)) return
  const stripe = await stripeOf(ctx, connection)
  await registerPayDomain(ctx, stripe, connection.stripe_account_id)
  if (connection.provider === 'connect') return
  if (isRestrictedKey(ctx, connection)) {
    const { essential, other } = await missingPermissions(stripe, newId('probe'))
    await updateConnection(ctx.db, ctx.accountId, connection.id, {
      permissions_missing: [...essential, ...other],
    })
  }
  if (!(await mendWebhook(ctx, stripe, connection))) await renewWebhook(ctx, connection)
}

function isRestrictedKey(ctx: Context, connection: Connection): boolean {
  return ctx.sealer
    .open(connection.secret_key_sealed!, sealPurpose(ctx.accountId, 'secret_key'))
    .startsWith('rk_')
}
