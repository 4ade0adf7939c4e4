import type Stripe from 'stripe'
import { newId } from '../ids.ts'
import type { ConfirmationToken, PaymentIntent, PaymentMethod } from '../objects.ts'
import { authenticationRequired } from '../test-cards.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { invalidRequest, resourceMissing, StripeError } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { cardOf } from './make-charge.ts'
import { makePaymentMethod, namedPaymentMethod, type PaymentMethodData } from './make-payment-method.ts'
import { type Acceptance, mandateFor } from './mandates.ts'
import { chargeCard, debitBankAccount, decline, declineError, wasRefused } from './outcomes.ts'

/** The parameters that create and confirm share, and what a browser adds. */
export type ConfirmParameters = Pick<
  Stripe.PaymentIntentConfirmParams,
  | 'confirmation_token'
  | 'error_on_requires_action'
  | 'off_session'
  | 'payment_method'
  | 'return_url'
  | 'use_stripe_sdk'
> & { payment_method_data?: PaymentMethodData; mandate_data?: Acceptance | '' | null; mandate?: string }

/**
 * Tries to pay: with the method given, the one of a confirmation token, or the intent's own. Ends in `succeeded`,
 * `requires_capture`, `processing` or `requires_action`; throws 402 with the intent inside when refused.
 */
export function confirmIntent(
  work: Work,
  unconfirmed: PaymentIntent,
  given: ConfirmParameters,
  request: ApiRequest<unknown>,
): PaymentIntent {
  if (!work.account.charges_enabled) throw invalidRequest('Your account cannot currently make charges.')
  // What the payer's browser put into a confirmation token counts as if it were sent now.
  const token = given.confirmation_token
    ? work.find('confirmation_token', given.confirmation_token)
    : undefined
  const parameters = { ...given, return_url: given.return_url ?? token?.return_url ?? undefined }
  const intent = token?.setup_future_usage
    ? { ...unconfirmed, setup_future_usage: token.setup_future_usage }
    : unconfirmed
  checkReturnUrl(intent, parameters, request.fromBrowser)
  const method = withIntentInErrors(intent, () => chosenMethod(work, intent, parameters, request.fromBrowser))
  if (!method) throw missingMethod(intent)
  checkMethodFits(work, intent, method, Boolean(parameters.off_session))

  const acceptance = parameters.mandate_data || request.fromBrowser || token?.use_stripe_sdk
  const mandate = mandateFor(work, method, acceptance, intent.setup_future_usage === 'off_session')
  const attempt: PaymentIntent = {
    ...intent,
    last_payment_error: null,
    _private: { ...intent._private, offSession: Boolean(parameters.off_session), mandate: mandate?.id },
  }
  const after =
    method.type === 'card'
      ? attemptCard(work, attempt, method, parameters, request)
      : debitBankAccount(work, attempt, method)
  if (wasRefused(after)) throw declineError(after)
  return after
}

/** The payment method that the parameters name or describe, or the intent's own; null when there is none. */
export function chosenMethod(
  work: Work,
  intent: Pick<PaymentIntent, 'payment_method' | 'customer' | 'id'>,
  parameters: ConfirmParameters,
  fromBrowser: boolean,
): PaymentMethod | null {
  if (parameters.confirmation_token) return redeemToken(work, parameters.confirmation_token, intent.id)
  if (parameters.payment_method_data)
    return makePaymentMethod(work, parameters.payment_method_data, fromBrowser)
  const name = parameters.payment_method ?? (intent.payment_method as string | null)
  return name ? namedPaymentMethod(work, name) : null
}

/** Throws unless this method may pay for this intent: its customer, its type, and that it was not used up. */
export function checkMethodFits(
  work: Work,
  intent: Pick<PaymentIntent, 'customer' | 'payment_method_types'>,
  method: PaymentMethod,
  offSession = false,
): void {
  if (!intent.payment_method_types.includes(method.type)) {
    throw invalidRequest(
      `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one of the following types: ${intent.payment_method_types.join(', ')}. Alternatively update the allowed payment_method_types for this PaymentIntent to include "${method.type}".`,
      { param: 'payment_method' },
    )
  }
  if (method.customer && !intent.customer) {
    throw invalidRequest(
      `The PaymentMethod ${method.id} belongs to the Customer ${method.customer}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`,
      { param: 'payment_method' },
    )
  }
  if (method.customer && method.customer !== intent.customer) {
    throw invalidRequest(
      `The PaymentMethod ${method.id} does not belong to the Customer you supplied ${intent.customer}. Please use this PaymentMethod with the Customer that it belongs to instead.`,
      { param: 'payment_method' },
    )
  }
  if (!method.customer && (method._private?.detached || method._private?.used)) {
    throw invalidRequest(
      'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
      { param: 'payment_method' },
    )
  }
  if (offSession && intent.customer && !method.customer && !work.isNew('payment_method', method.id)) {
    throw invalidRequest(
      `The payment method ${method.id} must be attached to the customer ${intent.customer} before it can be used off-session.`,
      { param: 'payment_method' },
    )
  }
}

function attemptCard(
  work: Work,
  intent: PaymentIntent,
  method: PaymentMethod,
  parameters: ConfirmParameters,
  request: ApiRequest<unknown>,
): PaymentIntent {
  const offSession = Boolean(parameters.off_session)
  if (!needsAuthentication(intent, method, offSession)) return chargeCard(work, intent, method, false)
  if (offSession || parameters.error_on_requires_action)
    return decline(work, intent, method, authenticationRequired)
  const authentication = { id: newId('tdsauth_'), returnUrl: parameters.return_url ?? null }
  const url = `${request.baseUrl}/js/authenticate/${work.accountId}/${intent.id}/${authentication.id}`
  // Stripe.js opens the challenge itself; a server that gave a return_url sends the payer there.
  const usesSdk = parameters.use_stripe_sdk || request.fromBrowser || !parameters.return_url
  const waiting = work.save('payment_intent', {
    ...intent,
    status: 'requires_action',
    payment_method: method.id,
    next_action: usesSdk
      ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } }
      : { type: 'redirect_to_url', redirect_to_url: { return_url: parameters.return_url ?? null, url } },
    _private: { ...intent._private, authentication, paymentMethod: method.id },
  })
  work.emit('payment_intent.requires_action', waiting)
  return waiting
}

function needsAuthentication(intent: PaymentIntent, method: PaymentMethod, offSession: boolean): boolean {
  const { authentication } = cardOf(method) ?? {}
  const asked = intent.payment_method_options?.card?.request_three_d_secure
  switch (authentication) {
    case 'always':
      return true
    case 'unless_set_up':
      return !(offSession && method._private?.setUpForOffSession)
    case 'set_up':
      return !offSession
    case 'on_request':
      return !offSession && (asked === 'any' || asked === 'challenge')
    default:
      return false
  }
}

function redeemToken(work: Work, id: string, intent: string): PaymentMethod {
  const token: ConfirmationToken | undefined = work.find('confirmation_token', id)
  if (!token?._private)
    throw resourceMissing('confirmationtoken', id, { param: 'confirmation_token', inPath: false })
  if (token.payment_intent || token.setup_intent) {
    throw invalidRequest(`The ConfirmationToken ${id} was already used.`, { param: 'confirmation_token' })
  }
  work.save('confirmation_token', {
    ...token,
    ...(intent.startsWith('seti_') ? { setup_intent: intent } : { payment_intent: intent }),
  })
  return work.get('payment_method', token._private.paymentMethod)
}

/** A server must say where redirect-based methods may return to, unless they are switched off. */
function checkReturnUrl(intent: PaymentIntent, parameters: ConfirmParameters, fromBrowser: boolean): void {
  const mayRedirect = intent.automatic_payment_methods?.allow_redirects === 'always'
  const narrowed = intent.allowed_payment_method_types !== null
  if (!mayRedirect || narrowed || fromBrowser || parameters.return_url || parameters.off_session) return
  throw invalidRequest(
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
    { param: 'return_url' },
  )
}

function missingMethod(intent: PaymentIntent): StripeError {
  return invalidRequest(
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
    { code: 'payment_intent_unexpected_state', payment_intent: intent },
  )
}

/** A card refused before any charge still answers with the intent inside. */
function withIntentInErrors<Result>(intent: PaymentIntent, run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    if (error instanceof StripeError && error.type === 'card_error') {
      throw new StripeError(402, 'card_error', error.message, { ...error.fields, payment_intent: intent })
    }
    throw error
  }
}
