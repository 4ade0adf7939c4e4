import type Stripe from 'stripe'
import { newId, randomText } from '../ids.ts'
import type { PaymentIntent } from '../objects.ts'
import { amountInWords, checkAmount, readCurrency } from '../payments/amounts.ts'
import {
  type ConfirmParameters,
  checkMethodFits,
  chosenMethod,
  confirmIntent,
} from '../payments/confirm-payment-intent.ts'
import { mergeMetadata } from '../payments/metadata.ts'
import { methodOptions, methodTypesFor } from '../payments/method-types.ts'
import { cancelIntent, captureHeld } from '../payments/outcomes.ts'
import { checkDescriptors } from '../payments/statement-descriptor.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { listPage } from '../transport/list.ts'
import { invalidRequest, type StripeError } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { customerNamed, inPath } from './find.ts'

type OlderParameters = { payment_method_types?: string[] }
type CreateParameters = Omit<Stripe.PaymentIntentCreateParams, keyof ConfirmParameters> &
  ConfirmParameters &
  OlderParameters
type UpdateParameters = Omit<Stripe.PaymentIntentUpdateParams, keyof ConfirmParameters> &
  ConfirmParameters &
  OlderParameters
type ConfirmCallParameters = Omit<Stripe.PaymentIntentConfirmParams, keyof ConfirmParameters> &
  ConfirmParameters

/** `POST /v1/payment_intents` */
export function createPaymentIntent(work: Work, request: ApiRequest<CreateParameters>): PaymentIntent {
  const { parameters } = request
  const currency = readCurrency(parameters.currency)
  checkAmount(parameters.amount, currency)
  checkTogether(parameters)
  const types = methodTypesFor(currency, parameters)
  checkDescriptors(parameters, descriptorPrefix(work), types)
  const customer = customerNamed(work, parameters.customer)
  const id = newId('pi_3', 23)
  const draft: PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: (parameters.allowed_payment_method_types ??
      null) as PaymentIntent['allowed_payment_method_types'],
    amount: parameters.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: parameters.payment_method_types
      ? null
      : { allow_redirects: parameters.automatic_payment_methods?.allow_redirects ?? 'always', enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: parameters.capture_method ?? 'automatic_async',
    client_secret: `${id}_secret_${randomText(25)}`,
    confirmation_method: parameters.confirmation_method ?? 'automatic',
    created: work.now,
    currency,
    customer: customer?.id ?? null,
    customer_account: null,
    description: parameters.description ?? null,
    excluded_payment_method_types: (parameters.excluded_payment_method_types ??
      null) as PaymentIntent['excluded_payment_method_types'],
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: mergeMetadata(null, parameters.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: methodOptions(
      types,
      parameters.payment_method_options as PaymentIntent['payment_method_options'],
    ),
    payment_method_types: types,
    payment_record: null,
    processing: null,
    receipt_email: parameters.receipt_email ?? null,
    review: null,
    setup_future_usage: parameters.setup_future_usage ?? null,
    shipping: shippingOf(parameters.shipping),
    source: null,
    statement_descriptor: parameters.statement_descriptor ?? null,
    statement_descriptor_suffix: parameters.statement_descriptor_suffix ?? null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: parameters.transfer_group ?? null,
  }
  if (parameters.confirm) {
    work.save('payment_intent', draft)
    work.emit('payment_intent.created', draft)
    return confirmIntent(work, draft, parameters, request)
  }
  const intent = withMethod(work, draft, parameters, request.fromBrowser)
  work.emit('payment_intent.created', intent)
  return intent
}

/** `GET /v1/payment_intents/{intent}` */
export function retrievePaymentIntent(work: Work, request: ApiRequest): PaymentIntent {
  return intentInPath(work, request)
}

/** `GET /v1/payment_intents` */
export function listPaymentIntents(work: Work, request: ApiRequest) {
  const { customer } = request.parameters
  customerNamed(work, customer as string | undefined)
  const intents = work.all('payment_intent').filter((intent) => !customer || intent.customer === customer)
  return listPage(intents, request.parameters, request.path)
}

/** `POST /v1/payment_intents/{intent}`: money only while it is not yet moving, texts always. */
export function updatePaymentIntent(work: Work, request: ApiRequest<UpdateParameters>): PaymentIntent {
  const { parameters } = request
  const intent = intentInPath(work, request)
  checkUpdatable(intent, parameters)
  const currency = parameters.currency ? readCurrency(parameters.currency) : intent.currency
  if (parameters.amount !== undefined || parameters.currency)
    checkAmount(parameters.amount ?? intent.amount, currency)
  const types = retyped(intent, parameters, currency)
  checkDescriptors(parameters, descriptorPrefix(work), types)
  const customer = customerNamed(work, parameters.customer)
  const changed: PaymentIntent = {
    ...intent,
    amount: parameters.amount ?? intent.amount,
    currency,
    customer: customer?.id ?? intent.customer,
    description: parameters.description ?? intent.description,
    metadata: mergeMetadata(intent.metadata, parameters.metadata),
    payment_method_types: types,
    ...(parameters.allowed_payment_method_types && {
      allowed_payment_method_types:
        parameters.allowed_payment_method_types as PaymentIntent['allowed_payment_method_types'],
    }),
    receipt_email: parameters.receipt_email ?? intent.receipt_email,
    setup_future_usage:
      parameters.setup_future_usage === undefined
        ? intent.setup_future_usage
        : parameters.setup_future_usage || null,
    shipping:
      parameters.shipping === undefined ? intent.shipping : shippingOf(parameters.shipping || undefined),
    statement_descriptor: parameters.statement_descriptor ?? intent.statement_descriptor,
    statement_descriptor_suffix: parameters.statement_descriptor_suffix ?? intent.statement_descriptor_suffix,
    capture_method: parameters.capture_method ?? intent.capture_method,
    transfer_group: parameters.transfer_group ?? intent.transfer_group,
  }
  // Another amount needs another confirmation: an authentication under way was for the old one.
  const restarted: PaymentIntent =
    intent.status === 'requires_action' && movesMoney(parameters)
      ? { ...changed, status: 'requires_confirmation', next_action: null }
      : changed
  return withMethod(work, restarted, parameters, request.fromBrowser)
}

/** `POST /v1/payment_intents/{intent}/confirm` */
export function confirmPaymentIntent(work: Work, request: ApiRequest<ConfirmCallParameters>): PaymentIntent {
  const { parameters } = request
  const intent = intentInPath(work, request)
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    throw unexpectedState(
      intent,
      intent.status === 'succeeded'
        ? 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.'
        : `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_action.`,
    )
  }
  if (parameters.amount_to_confirm !== undefined && parameters.amount_to_confirm !== intent.amount) {
    throw invalidRequest('The amount_to_confirm does not match the amount of the PaymentIntent.', {
      param: 'amount_to_confirm',
    })
  }
  const prepared = work.save('payment_intent', {
    ...intent,
    ...(parameters.setup_future_usage && { setup_future_usage: parameters.setup_future_usage }),
    receipt_email: parameters.receipt_email ?? intent.receipt_email,
    shipping:
      parameters.shipping === undefined ? intent.shipping : shippingOf(parameters.shipping || undefined),
  })
  return confirmIntent(work, prepared, parameters, request)
}

/** `POST /v1/payment_intents/{intent}/cancel` */
export function cancelPaymentIntent(
  work: Work,
  request: ApiRequest<Stripe.PaymentIntentCancelParams>,
): PaymentIntent {
  const intent = intentInPath(work, request)
  const isProcessingDebit = intent.status === 'processing'
  if (intent.status === 'succeeded' || intent.status === 'canceled' || isProcessingDebit) {
    throw unexpectedState(
      intent,
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_reauthorization, requires_confirmation, requires_action, processing.`,
    )
  }
  return cancelIntent(work, intent, request.parameters.cancellation_reason ?? null)
}

/** `POST /v1/payment_intents/{intent}/capture` */
export function capturePaymentIntent(
  work: Work,
  request: ApiRequest<Stripe.PaymentIntentCaptureParams>,
): PaymentIntent {
  const intent = intentInPath(work, request)
  if (intent.status !== 'requires_capture') {
    throw unexpectedState(
      intent,
      `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
    )
  }
  const amount = request.parameters.amount_to_capture ?? intent.amount_capturable
  if (amount > intent.amount_capturable) {
    throw invalidRequest(
      `Amount to capture (${amountInWords(amount, intent.currency)}) exceeds the amount capturable (${amountInWords(intent.amount_capturable, intent.currency)}).`,
      { code: 'amount_too_large', param: 'amount_to_capture' },
    )
  }
  if (amount < 1) checkAmount(amount, intent.currency, 'amount_to_capture')
  return captureHeld(work, intent, amount)
}

/**
 * What a browser may see with the client secret: everything of the payer, nothing of the merchant. The fields stay,
 * emptied; Stripe.js leaves them out for the page.
 */
export function browserViewOfIntent(intent: object): object {
  return { ...intent, customer: null, metadata: {}, review: null, transfer_data: null, transfer_group: null }
}

function intentInPath(work: Work, request: ApiRequest<unknown>): PaymentIntent {
  const intent = inPath(work, 'payment_intent', request.ids.intent, 'intent')
  if (request.fromBrowser) checkClientSecret(intent, request as ApiRequest)
  return intent
}

function checkClientSecret(intent: PaymentIntent, request: ApiRequest): void {
  const secret = request.parameters.client_secret
  if (secret === undefined) {
    throw invalidRequest('Missing required param: client_secret.', {
      code: 'parameter_missing',
      param: 'client_secret',
    })
  }
  if (secret !== intent.client_secret) {
    throw invalidRequest(
      'The client_secret provided does not match any associated PaymentIntent on this account. Ensure the publishable key used belongs to the same account that created the PaymentIntent.',
      { code: 'payment_intent_invalid_parameter', param: 'client_secret' },
    )
  }
}

function checkTogether(parameters: CreateParameters): void {
  const needConfirm = [
    'off_session',
    'return_url',
    'error_on_requires_action',
    'mandate_data',
    'use_stripe_sdk',
  ] as const
  for (const name of needConfirm) {
    if (parameters[name] === undefined || parameters.confirm) continue
    throw invalidRequest(
      `You can only set \`${name}\` when confirming a PaymentIntent. To confirm it now, pass \`confirm=true\`.`,
      { param: name },
    )
  }
  if (parameters.automatic_payment_methods?.enabled === false && !parameters.payment_method_types) {
    throw invalidRequest('automatic_payment_methods[enabled] must be true.', {
      param: 'automatic_payment_methods[enabled]',
    })
  }
  if (
    parameters.off_session &&
    parameters.setup_future_usage === 'off_session' &&
    parameters.customer === undefined
  ) {
    throw invalidRequest('off_session with setup_future_usage requires a customer.', { param: 'customer' })
  }
}

/** Saves the intent with the payment method that the parameters give, checked. */
function withMethod(
  work: Work,
  intent: PaymentIntent,
  parameters: CreateParameters | UpdateParameters,
  fromBrowser: boolean,
): PaymentIntent {
  const given = parameters.payment_method || parameters.payment_method_data
  const method = given ? chosenMethod(work, intent, parameters, fromBrowser) : null
  if (!method) return work.save('payment_intent', intent)
  checkMethodFits(work, intent, method)
  return work.save('payment_intent', {
    ...intent,
    payment_method: method.id,
    status: 'requires_confirmation',
    next_action: null,
  })
}

function checkUpdatable(intent: PaymentIntent, parameters: UpdateParameters): void {
  if (!movesMoney(parameters)) return
  if (['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) return
  const field = moneyFields.find((name) => parameters[name] !== undefined)
  throw unexpectedState(
    intent,
    `This PaymentIntent's ${field} could not be updated because it has a status of ${intent.status}. You may only update the ${field} of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.`,
    field,
  )
}

const moneyFields = [
  'amount',
  'currency',
  'payment_method',
  'payment_method_data',
  'customer',
  'setup_future_usage',
  'capture_method',
] as const

function movesMoney(parameters: UpdateParameters): boolean {
  return moneyFields.some((name) => parameters[name] !== undefined)
}

function retyped(intent: PaymentIntent, parameters: UpdateParameters, currency: string): string[] {
  const unchanged =
    currency === intent.currency &&
    !parameters.allowed_payment_method_types &&
    parameters.excluded_payment_method_types === undefined &&
    !parameters.payment_method_types
  if (unchanged) return intent.payment_method_types
  return methodTypesFor(currency, {
    allowed_payment_method_types:
      parameters.allowed_payment_method_types ?? intent.allowed_payment_method_types ?? undefined,
    excluded_payment_method_types:
      parameters.excluded_payment_method_types ?? intent.excluded_payment_method_types,
    ...(parameters.payment_method_types && { payment_method_types: parameters.payment_method_types }),
  })
}

function shippingOf(
  shipping: Stripe.PaymentIntentCreateParams.Shipping | undefined,
): PaymentIntent['shipping'] {
  if (!shipping) return null
  const { address } = shipping
  return {
    address: {
      city: address.city ?? null,
      country: address.country ?? null,
      line1: address.line1 ?? null,
      line2: address.line2 ?? null,
      postal_code: address.postal_code ?? null,
      state: address.state ?? null,
    },
    carrier: shipping.carrier ?? null,
    name: shipping.name,
    phone: shipping.phone ?? null,
    tracking_number: shipping.tracking_number ?? null,
  } as PaymentIntent['shipping']
}

function descriptorPrefix(work: Work): string {
  return work.account.settings?.card_payments?.statement_descriptor_prefix ?? ''
}

function unexpectedState(intent: PaymentIntent, message: string, param?: string): StripeError {
  return invalidRequest(message, {
    code: 'payment_intent_unexpected_state',
    payment_intent: intent,
    ...(param && { param }),
  })
}
