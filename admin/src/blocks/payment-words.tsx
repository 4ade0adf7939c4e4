import { declineWords } from '@quittance/core/decline-words'
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
  return declineWords(failure.code) ?? failure.message
}
