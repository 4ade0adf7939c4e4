import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { idOf } from './intent-facts.ts'
import { findPayment, findPaymentAtStripe, type Payment } from './queries.ts'
import { refreshPayment } from './refresh-payment.ts'

/** A refund or a dispute, and where it is; both name what they are about. */
export interface AboutPayment {
  stripeAccountId: string
  livemode: boolean
  payment_intent: string | { id: string } | null
  charge: string | { id: string } | null
}

/**
 * The payment that a refund or a dispute at Stripe is about, booked as paid; null when it is none of ours.
 * @throws when Stripe does not say yet that it succeeded: the news is to come again.
 */
export async function paidPaymentAt(
  app: App,
  accountId: AccountId,
  about: AboutPayment,
): Promise<Payment | null> {
  const found = await findPaymentAtStripe(app.db, accountId, {
    stripeAccountId: about.stripeAccountId,
    livemode: about.livemode,
    intentId: idOf(about.payment_intent),
    chargeId: idOf(about.charge),
  })
  if (!found || found.status === 'succeeded') return found ?? null
  // The news overtook that of the payment itself.
  await refreshPayment(app, found)
  const now = await findPayment(app.db, accountId, found.id)
  if (now?.status !== 'succeeded') throw new Error(`${found.id} is not booked as paid yet`)
  return now
}
