import type { ManualMethod, Payment } from '../api/types.ts'
import { Badge } from '../ui/badge.tsx'
import { money } from './money.tsx'

const methods: Record<string, string> = {
  card: 'Card',
  cash: 'Cash',
  cheque: 'Cheque',
  bank_transfer: 'Bank transfer',
  interac: 'Interac e-Transfer',
  paypal: 'PayPal',
  venmo: 'Venmo',
  zelle: 'Zelle',
  other: 'Other',
  sepa_debit: 'SEPA debit',
  us_bank_account: 'Bank debit',
  link: 'Link',
}

/** How it was paid: 'Visa •••• 4242', 'Bank transfer'; what came through Stripe and is not known yet is 'Online'. */
export function methodName(payment: Pick<Payment, 'method' | 'method_label' | 'source'>): string {
  if (payment.method_label) return payment.method_label
  if (payment.method) return methods[payment.method] ?? payment.method.replaceAll('_', ' ')
  return payment.source === 'stripe' ? 'Online' : 'By hand'
}

/** The ways money goes by hand, for a choice. */
export const manualMethods: { value: ManualMethod; label: string }[] = [
  { value: 'bank_transfer', label: 'Bank transfer' },
  { value: 'cash', label: 'Cash' },
  { value: 'cheque', label: 'Cheque' },
  { value: 'interac', label: 'Interac e-Transfer' },
  { value: 'paypal', label: 'PayPal' },
  { value: 'venmo', label: 'Venmo' },
  { value: 'zelle', label: 'Zelle' },
  { value: 'other', label: 'Other' },
]

/** What stands beside a payment's status: money to be refunded (R32), a dispute. */
export function PaymentFlags({ payment }: { payment: Pick<Payment, 'unapplied' | 'disputed' | 'currency'> }) {
  return (
    <>
      {payment.disputed && <Badge tone="bad">Disputed</Badge>}
      {payment.unapplied > 0 && (
        <Badge tone="bad">{money(payment.unapplied, payment.currency)} to be refunded</Badge>
      )}
    </>
  )
}

/** Why a payment failed, for the business: the payer was told less (stripe.md 4). */
export function failureWords(failure: NonNullable<Payment['failure']>): string {
  return failures[failure.code] ?? failure.message
}

const failures: Record<string, string> = {
  insufficient_funds: 'There was not enough money on the card or account.',
  lost_card: 'The card was reported lost. The payer was only told that it was declined.',
  stolen_card: 'The card was reported stolen. The payer was only told that it was declined.',
  fraudulent: 'Blocked: Stripe or the bank suspects fraud. The payer was only told that it was declined.',
  highest_risk_level: 'Blocked by Stripe Radar. The payer was only told that it was declined.',
  expired_card: 'The card has expired.',
  incorrect_cvc: 'The security code was wrong.',
  processing_error: 'The bank had a technical problem. It may work on a second try.',
  generic_decline: 'The bank declined the card without saying why.',
  card_velocity_exceeded: 'The card is over its limit for now.',
  authentication_required: 'The bank wants the customer to confirm the payment.',
  payment_intent_authentication_failure: 'The customer did not confirm the payment with the bank.',
}
