import { newId } from '../ids.ts'
import type { ConfirmationToken } from '../objects.ts'
import {
  makePaymentMethod,
  namedPaymentMethod,
  type PaymentMethodData,
} from '../payments/make-payment-method.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { invalidRequest } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { inPath } from './find.ts'

const twelveHoursInSeconds = 12 * 60 * 60

type CreateParameters = {
  payment_method?: string
  payment_method_data?: PaymentMethodData
  return_url?: string
  setup_future_usage?: 'on_session' | 'off_session'
}

/** `POST /v1/confirmation_tokens` from Stripe.js, or `POST /v1/test_helpers/confirmation_tokens` from a test. */
export function createConfirmationToken(
  work: Work,
  request: ApiRequest<CreateParameters>,
): ConfirmationToken {
  const { parameters } = request
  if (!parameters.payment_method && !parameters.payment_method_data) {
    throw invalidRequest('Missing required param: payment_method.', {
      code: 'parameter_missing',
      param: 'payment_method',
    })
  }
  const method = parameters.payment_method_data
    ? makePaymentMethod(work, parameters.payment_method_data, request.fromBrowser)
    : namedPaymentMethod(work, parameters.payment_method!)
  const { id: _, object: __, created: ___, livemode: ____, metadata: _____, _private, ...preview } = method
  return work.save('confirmation_token', {
    id: newId('ctoken_1', 23),
    object: 'confirmation_token',
    created: work.now,
    expires_at: work.now + twelveHoursInSeconds,
    livemode: false,
    mandate_data: null,
    metadata: {},
    payment_intent: null,
    payment_method_options: null,
    payment_method_preview: preview as ConfirmationToken['payment_method_preview'],
    return_url: parameters.return_url ?? null,
    setup_future_usage: parameters.setup_future_usage ?? null,
    setup_intent: null,
    shipping: null,
    use_stripe_sdk: request.fromBrowser,
    _private: { paymentMethod: method.id },
  })
}

/** `GET /v1/confirmation_tokens/{id}` */
export function retrieveConfirmationToken(work: Work, request: ApiRequest): ConfirmationToken {
  return inPath(work, 'confirmation_token', request.ids.id)
}
