import type { Payment } from '../api/types.ts'
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

/** Money that no invoice could take (R32). */
export function UnappliedBadge({
  payment,
}: {
  payment: Pick<Payment, 'unapplied' | 'amount_refunded' | 'currency'>
}) {
  const left = payment.unapplied - payment.amount_refunded
  return left > 0 ? <Badge tone="bad">{money(left, payment.currency)} to be refunded</Badge> : null
}
