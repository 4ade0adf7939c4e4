/** How an attempt to pay ends: what becomes of the intent, the charge, and which events follow. */
import type Stripe from 'stripe'
import type { Charge, PaymentIntent, PaymentMethod } from '../objects.ts'
import { testBankAccountOf } from '../test-bank-accounts.ts'
import { type Decline, expiredCard } from '../test-cards.ts'
import { publicForm } from '../transport/public-form.ts'
import { type ErrorFields, StripeError } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import {
  bookCharge,
  type ChargeTerms,
  cardOf,
  makeFailedCharge,
  makeGrantedCharge,
  makePendingCharge,
} from './make-charge.ts'
import { openReview } from './review-charge.ts'

const secondMs = 1_000
const weekMs = 7 * 24 * 60 * 60 * secondMs

/** Charges a card whose payer, if need be, was authenticated. A decline shows in `last_payment_error`. */
export function chargeCard(
  work: Work,
  intent: PaymentIntent,
  method: PaymentMethod,
  authenticated: boolean,
): PaymentIntent {
  const card = cardOf(method)
  if (isExpired(work, method)) return decline(work, intent, method, expiredCard, authenticated)
  if (card?.decline) return decline(work, intent, method, card.decline, authenticated)
  const captured = intent.capture_method !== 'manual'
  const charge = makeGrantedCharge(work, termsOf(intent, authenticated), method, captured)
  keepForLater(work, intent, method)
  return captured ? paid(work, intent, method, charge) : held(work, intent, method, charge)
}

/** The bank said no: a failed charge, and the intent waits for another payment method. */
export function decline(
  work: Work,
  intent: PaymentIntent,
  method: PaymentMethod,
  reason: Decline,
  authenticated = false,
): PaymentIntent {
  const charge = makeFailedCharge(work, termsOf(intent, authenticated), method, reason)
  work.emit('charge.failed', charge)
  return refuse(work, intent, method, { ...reason, charge: charge.id })
}

/** The payer could not be authenticated: no charge was tried. */
export function failAuthentication(work: Work, intent: PaymentIntent, method: PaymentMethod): PaymentIntent {
  return refuse(work, intent, method, {
    code: 'payment_intent_authentication_failure',
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
  })
}

/** Whether a kept card's date has passed by the simulator's clock, the month of expiry included. */
function isExpired(work: Work, { card }: PaymentMethod): boolean {
  return card !== undefined && Date.UTC(card.exp_year, card.exp_month, 1) <= work.nowMs
}

/** Sends a bank debit on its way; it settles by the simulator's clock. */
export function debitBankAccount(work: Work, intent: PaymentIntent, method: PaymentMethod): PaymentIntent {
  const account = testBankAccountOf(method)
  const charge = makePendingCharge(work, termsOf(intent, false), method)
  keepForLater(work, intent, method)
  const processing = work.save('payment_intent', {
    ...intent,
    status: 'processing',
    payment_method: method.id,
    latest_charge: charge.id,
    next_action: null,
    last_payment_error: null,
  })
  work.emit('charge.pending', charge)
  work.emit('payment_intent.processing', processing)
  if (account.outcome !== 'stays_processing') work.schedule('settle_bank_debit', intent.id, account.delayMs)
  return processing
}

/** The bank's word on a debit under way. */
export function settleBankDebit(work: Work, intent: PaymentIntent): void {
  if (intent.status !== 'processing') return
  const method = work.get('payment_method', intent.payment_method as string)
  const charge = work.get('charge', intent.latest_charge as string)
  const account = testBankAccountOf(method)
  if (account.failure) {
    const failed = work.save('charge', {
      ...charge,
      status: 'failed',
      captured: false,
      amount_captured: 0,
      failure_code: account.failure.code,
      failure_message: account.failure.message,
    })
    work.emit('charge.failed', failed)
    refuse(work, intent, method, { ...account.failure, charge: charge.id })
    return
  }
  const succeeded = bookCharge(work, work.save('charge', { ...charge, status: 'succeeded', paid: true }))
  work.emit('charge.succeeded', succeeded)
  emitSucceeded(work, intent, succeeded, method)
  if (account.outcome === 'succeeds_then_disputed') work.schedule('open_dispute', charge.id, 0, 'fraudulent')
}

/** Takes held money, all or a part; the rest is released. */
export function captureHeld(work: Work, intent: PaymentIntent, amount: number): PaymentIntent {
  const held = work.get('charge', intent.latest_charge as string)
  const charge = bookCharge(work, work.save('charge', { ...held, captured: true, amount_captured: amount }))
  work.emit('charge.captured', charge)
  const succeeded = work.save('payment_intent', {
    ...intent,
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: amount,
  })
  work.emit('payment_intent.succeeded', succeeded)
  return succeeded
}

/** Ends an intent for good; a pending authorization is released. */
export function cancelIntent(
  work: Work,
  intent: PaymentIntent,
  reason: PaymentIntent['cancellation_reason'],
): PaymentIntent {
  const { authentication: _, ...notes } = intent._private ?? {}
  const canceled = work.save('payment_intent', {
    ...intent,
    status: 'canceled',
    amount_capturable: 0,
    canceled_at: work.now,
    cancellation_reason: reason,
    next_action: null,
    _private: notes,
  })
  work.emit('payment_intent.canceled', canceled)
  return canceled
}

/** The 402 of a declined attempt, with the same facts as the intent's `last_payment_error`. */
export function declineError(intent: PaymentIntent): StripeError {
  const { message = '', type: _, doc_url: __, ...facts } = intent.last_payment_error!
  return new StripeError(402, 'card_error', message, { ...(facts as ErrorFields), payment_intent: intent })
}

/** Whether the last attempt was refused. */
export function wasRefused(intent: PaymentIntent): boolean {
  return intent.status === 'requires_payment_method' && intent.last_payment_error !== null
}

type Refusal = Partial<Decline> & { code: string; message: string; charge?: string }

function refuse(work: Work, intent: PaymentIntent, method: PaymentMethod, refusal: Refusal): PaymentIntent {
  const { authentication: _, ...notes } = intent._private ?? {}
  const refused = work.save('payment_intent', {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    ...(refusal.charge && { latest_charge: refusal.charge }),
    last_payment_error: {
      ...refusal,
      doc_url: `https://stripe.com/docs/error-codes/${refusal.code.replaceAll('_', '-')}`,
      payment_method: publicForm<Stripe.PaymentMethod>(method),
      type: refusal.decline_code || refusal.charge ? 'card_error' : 'invalid_request_error',
    } as PaymentIntent['last_payment_error'],
    _private: notes,
  })
  work.emit('payment_intent.payment_failed', refused)
  return refused
}

function paid(work: Work, intent: PaymentIntent, method: PaymentMethod, made: Charge): PaymentIntent {
  // With automatic_async the balance transaction follows a moment later, with charge.updated.
  const charge = intent.capture_method === 'automatic' ? bookCharge(work, made) : made
  if (!charge.balance_transaction) work.schedule('post_balance_transaction', charge.id, secondMs)
  work.emit('charge.succeeded', charge)
  const succeeded = emitSucceeded(work, intent, charge, method)
  // Disputes open at once, but as a work of their own: the payment is answered first.
  const { dispute, risk } = cardOf(method) ?? {}
  if (risk === 'elevated') openReview(work, charge)
  if (dispute === 'fraud_warning') work.schedule('warn_of_fraud', charge.id, secondMs)
  else if (dispute) work.schedule('open_dispute', charge.id, 0, dispute)
  return work.get('payment_intent', succeeded.id)
}

function emitSucceeded(
  work: Work,
  intent: PaymentIntent,
  charge: Charge,
  method: PaymentMethod,
): PaymentIntent {
  const succeeded = work.save('payment_intent', {
    ...intent,
    status: 'succeeded',
    amount_received: charge.amount_captured,
    payment_method: method.id,
    latest_charge: charge.id,
    next_action: null,
    last_payment_error: null,
  })
  work.emit('payment_intent.succeeded', succeeded)
  return succeeded
}

function held(work: Work, intent: PaymentIntent, method: PaymentMethod, charge: Charge): PaymentIntent {
  work.emit('charge.succeeded', charge)
  const waiting = work.save('payment_intent', {
    ...intent,
    status: 'requires_capture',
    amount_capturable: intent.amount,
    payment_method: method.id,
    latest_charge: charge.id,
    next_action: null,
    last_payment_error: null,
  })
  work.emit('payment_intent.amount_capturable_updated', waiting)
  work.schedule('expire_authorization', intent.id, weekMs)
  return waiting
}

/** With `setup_future_usage` a successful attempt saves the method on the customer. */
function keepForLater(work: Work, intent: PaymentIntent, method: PaymentMethod): void {
  const wanted = intent.setup_future_usage !== null
  const attaches = wanted && intent.customer !== null && method.customer === null
  const kept = work.save('payment_method', {
    ...method,
    customer: attaches ? (intent.customer as string) : method.customer,
    _private: {
      ...method._private,
      used: true,
      ...(intent.setup_future_usage === 'off_session' && { setUpForOffSession: true }),
    },
  })
  if (attaches) work.emit('payment_method.attached', kept)
}

function termsOf(intent: PaymentIntent, authenticated: boolean): ChargeTerms {
  return { ...intent, intent: intent.id, authenticated, mandate: intent._private?.mandate ?? null }
}
