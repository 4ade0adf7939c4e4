import { fromStripeAmount } from '@quittance/core/currency'
import type { IntentFacts } from '@quittance/core/payment'
import type { Stripe } from '../../platform/stripe/client.ts'

/** What Stripe says of a PaymentIntent, and at which of its accounts. `intent` comes with its `latest_charge` expanded where possible. */
export interface IntentNews {
  stripeAccountId: string
  intent: Stripe.PaymentIntent
  /** Set by whoever brings old news to books that are behind: when it happened. */
  happenedAt?: Date
}

/** Those we know; Stripe may add more, and what is unknown changes nothing. */
const statuses: IntentFacts['status'][] = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'processing',
  'requires_capture',
  'succeeded',
  'canceled',
]

/** Stripe's PaymentIntent in our words. */
export function factsOf(intent: Stripe.PaymentIntent): IntentFacts {
  const error = intent.last_payment_error
  return {
    intentId: intent.id,
    status: statuses.includes(intent.status as IntentFacts['status'])
      ? (intent.status as IntentFacts['status'])
      : 'requires_action',
    amountReceived: fromStripeAmount(intent.amount_received, intent.currency),
    currency: intent.currency,
    failure:
      error && intent.status !== 'succeeded'
        ? {
            // A failed authentication has no charge: the intent's latest is that of an attempt before it.
            attemptId: error.charge ?? error.payment_method?.id ?? error.code ?? 'unknown',
            code: error.decline_code ?? error.code ?? error.type,
            message: forPayer(error),
          }
        : null,
  }
}

/** The id of what Stripe names by its id or sends expanded. */
export function idOf(reference: string | { id: string } | null | undefined): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null)
}

/** The charge behind the intent, when it came expanded. */
export function chargeOf(intent: Stripe.PaymentIntent): Stripe.Charge | null {
  return typeof intent.latest_charge === 'object' ? intent.latest_charge : null
}

export function chargeIdOf(intent: Stripe.PaymentIntent): string | null {
  return idOf(intent.latest_charge)
}

/** How it was paid: a kind for programs, a label for people ('Visa •••• 4242'). */
export function methodOf(charge: Stripe.Charge | null): {
  method: string
  label: string | null
  brand: string | null
  last4: string | null
  expMonth: number | null
  expYear: number | null
} {
  const details = charge?.payment_method_details
  const none = { brand: null, last4: null, expMonth: null, expYear: null }
  if (!details) return { method: 'card', label: null, ...none }
  if (details.card) {
    const { brand, last4, exp_month: expMonth, exp_year: expYear } = details.card
    return {
      method: 'card',
      label: labelled(brands[brand ?? ''] ?? brand ?? 'Card', last4),
      brand: brand ?? null,
      last4: last4 ?? null,
      expMonth: expMonth ?? null,
      expYear: expYear ?? null,
    }
  }
  if (details.sepa_debit)
    return {
      method: details.type,
      label: labelled('SEPA Direct Debit', details.sepa_debit.last4),
      ...none,
      last4: details.sepa_debit.last4 ?? null,
    }
  if (details.us_bank_account)
    return {
      method: details.type,
      label: labelled(details.us_bank_account.bank_name ?? 'US bank account', details.us_bank_account.last4),
      ...none,
      last4: details.us_bank_account.last4 ?? null,
    }
  return { method: details.type, label: details.type.replaceAll('_', ' '), ...none }
}

const brands: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
}

/** A saved method as people know it ('Visa •••• 4242'). */
export function labelOf(type: string, brand: string | null, last4: string | null): string {
  const banks: Record<string, string> = {
    sepa_debit: 'SEPA Direct Debit',
    us_bank_account: 'US bank account',
  }
  return labelled(brand ? (brands[brand] ?? brand) : (banks[type] ?? type.replaceAll('_', ' ')), last4)
}

function labelled(name: string, last4: string | null | undefined): string {
  return last4 ? `${name} •••• ${last4}` : name
}

/** Neither Radar's reason nor a lost or stolen card is told to whoever pays (stripe.md 4). */
const untold = new Set([
  'fraudulent',
  'lost_card',
  'stolen_card',
  'pickup_card',
  'merchant_blacklist',
  'highest_risk_level',
])

function forPayer(error: Stripe.PaymentIntent.LastPaymentError): string {
  if (untold.has(error.decline_code ?? '')) return 'Your card was declined.'
  return error.message ?? 'The payment did not go through.'
}
