import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { findPayment } from '../payments/queries.ts'
import { staleRefunds } from './queries.ts'
import { refundAtStripe } from './refund-at-stripe.ts'
import { updateRefund } from './store.ts'

const perTurn = 50

/** Asks Stripe about every refund that is still under way, so that none depends on a webhook alone. */
export async function reconcileRefunds(app: App): Promise<void> {
  for (const refund of await staleRefunds(app.db, app.config.reconcileIntervalMs, perTurn)) {
    const accountId = refund.account_id as AccountId
    await updateRefund(app.db, accountId, refund.id, { checked_at: app.now() })
    const payment = await findPayment(app.db, accountId, refund.payment_id)
    if (!payment) continue
    await refundAtStripe(contextOf(app, accountId, { type: 'system' }), refund, payment).catch(
      (error: unknown) =>
        app.log.warn(
          { refund: refund.id, error: String(error) },
          'a refund could not be reconciled; trying again later',
        ),
    )
  }
}
