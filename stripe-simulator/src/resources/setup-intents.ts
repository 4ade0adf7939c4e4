import type Stripe from 'stripe'
import { newId, randomText } from '../ids.ts'
import type { PaymentMethod, SetupAttempt, SetupIntent } from '../objects.ts'
import { type ConfirmParameters, chosenMethod } from '../payments/confirm-payment-intent.ts'
import { cardOf } from '../payments/make-charge.ts'
import { mandateFor } from '../payments/mandates.ts'
import { mergeMetadata } from '../payments/metadata.ts'
import { methodTypesFor } from '../payments/method-types.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { listPage } from '../transport/list.ts'
import { publicForm } from '../transport/public-form.ts'
import { invalidRequest, StripeError } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { customerNamed, inPath } from './find.ts'

type CreateParameters = Omit<Stripe.SetupIntentCreateParams, keyof ConfirmParameters> &
  ConfirmParameters & { payment_method_types?: string[] }
type UpdateParameters = Omit<Stripe.SetupIntentUpdateParams, keyof ConfirmParameters> & ConfirmParameters

/** `POST /v1/setup_intents` */
export function createSetupIntent(work: Work, request: ApiRequest<CreateParameters>): SetupIntent {
  const { parameters } = request
  if (parameters.return_url && !parameters.confirm) {
    throw invalidRequest('You can only set `return_url` when confirming a SetupIntent.', {
      param: 'return_url',
    })
  }
  const customer = customerNamed(work, parameters.customer)
  const types = methodTypesFor(null, {
    ...parameters,
    excluded_payment_method_types: parameters.excluded_payment_method_types ?? [],
  })
  const id = newId('seti_1', 23)
  const method = parameters.confirm
    ? null
    : chosenMethod(work, { id, payment_method: null, customer: null }, parameters, request.fromBrowser)
  const intent = work.save('setup_intent', {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: (parameters.allowed_payment_method_types ??
      null) as SetupIntent['allowed_payment_method_types'],
    application: null,
    automatic_payment_methods: parameters.payment_method_types
      ? null
      : { allow_redirects: parameters.automatic_payment_methods?.allow_redirects ?? 'always', enabled: true },
    cancellation_reason: null,
    client_secret: `${id}_secret_${randomText(31)}`,
    created: work.now,
    customer: customer?.id ?? null,
    customer_account: null,
    description: parameters.description ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: { enabled: false },
    mandate: null,
    metadata: mergeMetadata(null, parameters.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: method?.id ?? null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: types,
    single_use_mandate: null,
    status: method ? 'requires_confirmation' : 'requires_payment_method',
    usage: parameters.usage ?? 'off_session',
  })
  work.emit('setup_intent.created', intent)
  return parameters.confirm ? confirm(work, intent, parameters, request) : intent
}

/** `GET /v1/setup_intents/{intent}` */
export function retrieveSetupIntent(work: Work, request: ApiRequest): SetupIntent {
  return intentInPath(work, request)
}

/** `GET /v1/setup_intents` */
export function listSetupIntents(work: Work, request: ApiRequest) {
  const { customer, payment_method: method } = request.parameters
  const intents = work
    .all('setup_intent')
    .filter((intent) => !customer || intent.customer === customer)
    .filter((intent) => !method || intent.payment_method === method)
  return listPage(intents, request.parameters, request.path)
}

/** `POST /v1/setup_intents/{intent}` */
export function updateSetupIntent(work: Work, request: ApiRequest<UpdateParameters>): SetupIntent {
  const { parameters } = request
  const intent = intentInPath(work, request)
  const customer = customerNamed(work, parameters.customer)
  const given = parameters.payment_method || parameters.payment_method_data
  const method = given ? chosenMethod(work, intent, parameters, request.fromBrowser) : null
  return work.save('setup_intent', {
    ...intent,
    customer: customer?.id ?? intent.customer,
    description: parameters.description ?? intent.description,
    metadata: mergeMetadata(intent.metadata, parameters.metadata),
    ...(method && { payment_method: method.id, status: 'requires_confirmation' as const }),
  })
}

/** `POST /v1/setup_intents/{intent}/confirm` */
export function confirmSetupIntent(work: Work, request: ApiRequest<ConfirmParameters>): SetupIntent {
  const intent = intentInPath(work, request)
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    throw unexpectedState(
      intent,
      `You cannot confirm this SetupIntent because it has a status of ${intent.status}.`,
    )
  }
  return confirm(work, intent, request.parameters, request)
}

/** `POST /v1/setup_intents/{intent}/cancel` */
export function cancelSetupIntent(
  work: Work,
  request: ApiRequest<Stripe.SetupIntentCancelParams>,
): SetupIntent {
  const intent = intentInPath(work, request)
  if (intent.status === 'succeeded' || intent.status === 'canceled') {
    throw unexpectedState(
      intent,
      `You cannot cancel this SetupIntent because it has a status of ${intent.status}. Only a SetupIntent with one of the following statuses may be canceled: requires_payment_method, requires_confirmation, requires_action.`,
    )
  }
  const canceled = work.save('setup_intent', {
    ...intent,
    status: 'canceled',
    cancellation_reason: request.parameters.cancellation_reason ?? null,
    next_action: null,
  })
  work.emit('setup_intent.canceled', canceled)
  return canceled
}

/** `GET /v1/setup_attempts` */
export function listSetupAttempts(work: Work, request: ApiRequest) {
  const attempts = work
    .all('setup_attempt')
    .filter((attempt) => attempt.setup_intent === request.parameters.setup_intent)
  return listPage(attempts, request.parameters, request.path)
}

/** Ends the authentication of a setup: the method is saved, or refused. */
export function finishSetupAuthentication(work: Work, intent: SetupIntent, passed: boolean): SetupIntent {
  const method = work.get('payment_method', intent._private!.paymentMethod!)
  if (passed) return succeed(work, intent, method)
  return refuse(work, intent, method, {
    code: 'setup_intent_authentication_failure',
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    type: 'invalid_request_error',
  })
}

/** What a browser may see with the client secret. */
export function browserViewOfSetup(intent: object): object {
  return { ...intent, customer: null, metadata: {} }
}

function confirm(
  work: Work,
  intent: SetupIntent,
  parameters: ConfirmParameters,
  request: ApiRequest<unknown>,
): SetupIntent {
  checkReturnUrl(intent, parameters, request.fromBrowser)
  const method = withIntentInErrors(intent, () => chosenMethod(work, intent, parameters, request.fromBrowser))
  if (!method) {
    throw unexpectedState(
      intent,
      "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.",
    )
  }
  if (method.customer && method.customer !== intent.customer) {
    throw invalidRequest(
      `The PaymentMethod ${method.id} does not belong to the Customer you supplied ${intent.customer}. Please use this PaymentMethod with the Customer that it belongs to instead.`,
      { param: 'payment_method' },
    )
  }
  const mandate = mandateFor(work, method, parameters.mandate_data || request.fromBrowser, true)
  const attempt: SetupIntent = { ...intent, last_setup_error: null, mandate: mandate?.id ?? null }
  const card = cardOf(method)
  if (card?.decline && !card.attachesDespiteDecline) {
    const refused = refuse(work, attempt, method, { ...card.decline, type: 'card_error' })
    const { message, ...codes } = card.decline
    throw new StripeError(402, 'card_error', message, {
      ...codes,
      payment_method: method,
      setup_intent: refused,
    })
  }
  const asks =
    card?.authentication && card.authentication !== 'on_request' && card.authentication !== 'set_up'
  if (!asks) return succeed(work, attempt, method)
  const authentication = { id: newId('tdsauth_'), returnUrl: parameters.return_url ?? null }
  const url = `${request.baseUrl}/js/authenticate/${work.accountId}/${intent.id}/${authentication.id}`
  const usesSdk = parameters.use_stripe_sdk || request.fromBrowser || !parameters.return_url
  const waiting = work.save('setup_intent', {
    ...attempt,
    status: 'requires_action',
    payment_method: method.id,
    next_action: usesSdk
      ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } }
      : { type: 'redirect_to_url', redirect_to_url: { return_url: parameters.return_url ?? null, url } },
    _private: { ...attempt._private, authentication, paymentMethod: method.id },
  })
  work.emit('setup_intent.requires_action', waiting)
  return waiting
}

function succeed(work: Work, intent: SetupIntent, method: PaymentMethod): SetupIntent {
  const attaches = intent.customer !== null && method.customer === null
  const saved = work.save('payment_method', {
    ...method,
    customer: attaches ? (intent.customer as string) : method.customer,
    _private: { ...method._private, setUpForOffSession: true },
  })
  const attempt = recordAttempt(work, intent, method, null)
  if (attaches) work.emit('payment_method.attached', saved)
  const succeeded = work.save('setup_intent', {
    ...intent,
    status: 'succeeded',
    payment_method: method.id,
    latest_attempt: attempt.id,
    next_action: null,
    last_setup_error: null,
    _private: undefined,
  })
  work.emit('setup_intent.succeeded', succeeded)
  return succeeded
}

function refuse(
  work: Work,
  intent: SetupIntent,
  method: PaymentMethod,
  refusal: { code: string; message: string; type: string },
): SetupIntent {
  const error = {
    ...refusal,
    doc_url: `https://stripe.com/docs/error-codes/${refusal.code.replaceAll('_', '-')}`,
    payment_method: publicForm<Stripe.PaymentMethod>(method),
  } as SetupIntent['last_setup_error']
  const attempt = recordAttempt(work, intent, method, error)
  const refused = work.save('setup_intent', {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    latest_attempt: attempt.id,
    next_action: null,
    last_setup_error: error,
    _private: undefined,
  })
  work.emit('setup_intent.setup_failed', refused)
  return refused
}

function recordAttempt(
  work: Work,
  intent: SetupIntent,
  method: PaymentMethod,
  error: SetupIntent['last_setup_error'],
): SetupAttempt {
  const { card } = method
  return work.save('setup_attempt', {
    id: newId('setatt_'),
    object: 'setup_attempt',
    application: null,
    created: work.now,
    customer: intent.customer,
    customer_account: null,
    flow_directions: null,
    livemode: false,
    on_behalf_of: null,
    payment_method: method.id,
    payment_method_details: card
      ? {
          card: {
            brand: card.brand,
            checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
            country: card.country,
            exp_month: card.exp_month,
            exp_year: card.exp_year,
            fingerprint: card.fingerprint ?? null,
            funding: card.funding,
            last4: card.last4,
            network: card.brand,
            three_d_secure: null,
            wallet: null,
          },
          type: 'card',
        }
      : { type: method.type, [method.type]: {} },
    setup_error: error,
    setup_intent: intent.id,
    status: error ? 'failed' : 'succeeded',
    usage: intent.usage,
  } as SetupAttempt)
}

function intentInPath(work: Work, request: ApiRequest<unknown>): SetupIntent {
  const intent = inPath(work, 'setup_intent', request.ids.intent, 'intent')
  const { parameters, fromBrowser } = request as ApiRequest
  if (fromBrowser && parameters.client_secret !== intent.client_secret) {
    throw invalidRequest(
      'The client_secret provided does not match any associated SetupIntent on this account. Ensure the publishable key used belongs to the same account that created the SetupIntent.',
      { code: 'setup_intent_invalid_parameter', param: 'client_secret' },
    )
  }
  return intent
}

function checkReturnUrl(intent: SetupIntent, parameters: ConfirmParameters, fromBrowser: boolean): void {
  const mayRedirect = intent.automatic_payment_methods?.allow_redirects === 'always'
  if (!mayRedirect || intent.allowed_payment_method_types || fromBrowser || parameters.return_url) return
  throw invalidRequest(
    "This SetupIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
    { param: 'return_url' },
  )
}

function withIntentInErrors<Result>(intent: SetupIntent, run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    if (error instanceof StripeError && error.type === 'card_error') {
      throw new StripeError(402, 'card_error', error.message, { ...error.fields, setup_intent: intent })
    }
    throw error
  }
}

function unexpectedState(intent: SetupIntent, message: string): StripeError {
  return invalidRequest(message, { code: 'setup_intent_unexpected_state', setup_intent: intent })
}
