import { newId } from '../ids.ts'
import type { Charge, EarlyFraudWarning } from '../objects.ts'
import type { Work } from '../work.ts'

/** The issuer suspects fraud but the payer has not disputed yet: a refund now avoids the dispute. */
export function warnOfFraud(work: Work, charge: Charge): EarlyFraudWarning {
  const warning = work.save('early_fraud_warning', {
    id: newId('issfr_'),
    object: 'radar.early_fraud_warning',
    actionable: !charge.refunded && !charge.disputed,
    charge: charge.id,
    created: work.now,
    fraud_type: 'unauthorized_use_of_card',
    livemode: false,
    ...(charge.payment_intent && { payment_intent: charge.payment_intent }),
  })
  work.emit('radar.early_fraud_warning.created', warning)
  return warning
}

/** A charge that was refunded or disputed needs no decision any more. */
export function closeFraudWarnings(work: Work, charge: Charge): void {
  for (const warning of work.all('early_fraud_warning')) {
    if (warning.charge !== charge.id || !warning.actionable) continue
    const closed = work.save('early_fraud_warning', { ...warning, actionable: false })
    work.emit('radar.early_fraud_warning.updated', closed, { actionable: true })
  }
}
