import type { ProductEvent } from '@quittance/core/events'
import type { App } from '../../context.ts'
import { stripeFault } from '../../platform/stripe/client.ts'
import { connectionsOfStripeAccount, findConnection } from '../stripe-connection/queries.ts'
import { platformOf, platformStripe } from '../stripe-connection/stripe-of.ts'

/**
 * The platform lets go of a Stripe account that was removed here (R38), unless it is connected again, or another
 * business of the same owner is. Tried again until Stripe has heard it.
 */
export async function releaseAccount(
  app: App,
  _account: string,
  event: Extract<ProductEvent, { type: 'stripe.release_due' }>,
): Promise<void> {
  const ended = await findConnection(app.db, event.connectionId)
  if (!ended) return
  const all = await connectionsOfStripeAccount(app.db, ended.stripe_account_id, ended.livemode)
  if (all.some((one) => one.disconnected_at === null)) return
  try {
    await (await platformStripe(app)).oauth.deauthorize({
      client_id: platformOf(app).clientId,
      stripe_user_id: ended.stripe_account_id,
    })
  } catch (error) {
    // Not connected to us any more: what was wanted.
    if (![400, 401].includes(stripeFault(error)?.statusCode ?? 0)) throw error
  }
}
