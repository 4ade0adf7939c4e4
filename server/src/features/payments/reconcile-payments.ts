import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { closeLeftPayment, closeWithoutLink } from './close-left-payment.ts'
import { type Payment, stalePayments } from './queries.ts'
import { refreshPayment } from './refresh-payment.ts'
import { updatePayment } from './store.ts'

const perTurn = 50

/** Asks Stripe about every payment that is still open there, so that no state depends on a webhook alone (R28, trap 6). */
export async function reconcilePayments(app: App): Promise<void> {
  for (const payment of await stalePayments(app.db, app.config.reconcileIntervalMs, perTurn)) {
    await updatePayment(app.db, payment.account_id as AccountId, payment.id, { checked_at: app.now() })
    await reconcile(app, payment).catch((error: unknown) => note(app, payment, error))
  }
}

async function reconcile(app: App, payment: Payment): Promise<void> {
  if (payment.closed_at) return closeLeftPayment(app, payment)
  await closeWithoutLink(app, await refreshPayment(app, payment))
}

/** One account's trouble must not hold up the others (F9). */
function note(app: App, payment: Payment, error: unknown): void {
  app.log.warn(
    { payment: payment.id, error: error instanceof Error ? error.message : String(error) },
    'a payment could not be reconciled; trying again later',
  )
}
