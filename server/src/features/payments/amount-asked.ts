import { whyNotChargeable } from '@quittance/core/invoice/payment-link'
import type { Payment } from './queries.ts'

/**
 * What the payer is asked for now, minor units: all that is due, or, when their bank wants them to confirm a charge of a
 * part, that part: the PaymentIntent that waits for them is of that amount. What would be left must be chargeable (trap 20).
 */
export function amountAsked(
  due: number,
  open: Pick<Payment, 'off_session' | 'failure_advice' | 'amount' | 'currency'> | undefined,
): number {
  if (!open || !awaitsConfirmation(open) || open.amount >= due) return due
  return whyNotChargeable(due - open.amount, open.currency) === null ? open.amount : due
}

/** Whether staff charged a saved method, and the payer's bank wants them to confirm it. */
export function awaitsConfirmation(payment: Pick<Payment, 'off_session' | 'failure_advice'>): boolean {
  return payment.off_session && payment.failure_advice === 'confirm'
}
