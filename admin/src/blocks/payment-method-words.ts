import type { PaymentMethod } from '../api/types.ts'

/** 'Visa •••• 4242'. */
export function methodName(method: PaymentMethod): string {
  const kind = method.brand
    ? method.brand.charAt(0).toUpperCase() + method.brand.slice(1)
    : (banks[method.type] ?? method.type.replaceAll('_', ' '))
  return method.last4 ? `${kind} •••• ${method.last4}` : kind
}

const banks: Record<string, string> = {
  sepa_debit: 'SEPA Direct Debit',
  us_bank_account: 'US bank account',
}

/** What there is to know before it is charged; null when all is well. */
export function methodTrouble(
  method: PaymentMethod,
): { badge: string; tone: 'warn' | 'bad' | 'plain'; sentence: string } | null {
  switch (method.state) {
    case 'usable':
      return null
    case 'expiring':
      return { badge: 'Expires soon', tone: 'warn', sentence: 'This card expires soon.' }
    case 'expired':
      return {
        badge: 'Expired',
        tone: 'warn',
        sentence: 'This card has expired. Its bank may still accept it, but often does not.',
      }
    case 'refused':
      return {
        badge: 'Refused by its bank',
        tone: 'bad',
        sentence: 'The bank said not to charge this card again. Ask the customer for another.',
      }
    case 'mandate_ended':
      return {
        badge: 'Mandate withdrawn',
        tone: 'bad',
        sentence: 'The customer withdrew the mandate for this account at their bank.',
      }
    case 'other_stripe':
      return {
        badge: 'Other Stripe account',
        tone: 'plain',
        sentence:
          'Saved at another Stripe account or mode than the one connected now. It cannot be charged here.',
      }
  }
}
