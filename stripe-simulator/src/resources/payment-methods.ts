import type Stripe from 'stripe'
import type { Customer, PaymentMethod } from '../objects.ts'
import { attachToCustomer } from '../payments/attach-payment-method.ts'
import {
  billingDetails,
  makePaymentMethod,
  namedPaymentMethod,
  type PaymentMethodData,
} from '../payments/make-payment-method.ts'
import { endMandatesOf } from '../payments/mandates.ts'
import { mergeMetadata } from '../payments/metadata.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { listPage } from '../transport/list.ts'
import { invalidRequest, resourceMissing } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { livingCustomer } from './customers.ts'
import { customerNamed } from './find.ts'

/** `POST /v1/payment_methods` */
export function createPaymentMethod(work: Work, request: ApiRequest<PaymentMethodData>): PaymentMethod {
  return makePaymentMethod(work, request.parameters, request.fromBrowser)
}

/** `GET /v1/payment_methods/{payment_method}`: test names work too. */
export function retrievePaymentMethod(work: Work, request: ApiRequest): PaymentMethod {
  return methodInPath(work, request)
}

/** `GET /v1/payment_methods` */
export function listPaymentMethods(work: Work, request: ApiRequest) {
  const { customer, type } = request.parameters
  customerNamed(work, customer as string | undefined)
  const methods = work
    .all('payment_method')
    .filter((method) => (customer ? method.customer === customer : method.customer !== null))
  return listPage(
    methods.filter((method) => !type || method.type === type),
    request.parameters,
    request.path,
  )
}

/** `GET /v1/customers/{customer}/payment_methods` */
export function listCustomerPaymentMethods(work: Work, request: ApiRequest) {
  const customer = livingCustomer(work, request.ids.customer)
  const { type, allow_redisplay: redisplay } = request.parameters
  const methods = work
    .all('payment_method')
    .filter((method) => method.customer === customer.id)
    .filter((method) => !type || method.type === type)
    .filter((method) => !redisplay || method.allow_redisplay === redisplay)
  return listPage(methods, request.parameters, request.path)
}

/** `GET /v1/customers/{customer}/payment_methods/{payment_method}` */
export function retrieveCustomerPaymentMethod(work: Work, request: ApiRequest): PaymentMethod {
  const customer = livingCustomer(work, request.ids.customer)
  const id = request.ids.payment_method ?? ''
  const method = work.find('payment_method', id)
  if (method?.customer !== customer.id) {
    throw resourceMissing('PaymentMethod', id, { param: 'payment_method', inPath: true })
  }
  return method
}

/** `POST /v1/payment_methods/{payment_method}`: only attached ones may change. */
export function updatePaymentMethod(
  work: Work,
  request: ApiRequest<Stripe.PaymentMethodUpdateParams>,
): PaymentMethod {
  const method = methodInPath(work, request)
  const { parameters } = request
  if (!method.customer) {
    throw invalidRequest('You must save this PaymentMethod to a customer before you can update it.', {
      param: 'payment_method',
    })
  }
  const updated = work.save('payment_method', {
    ...method,
    allow_redisplay: parameters.allow_redisplay ?? method.allow_redisplay,
    billing_details: billingDetails(parameters.billing_details, method.billing_details),
    metadata: mergeMetadata(method.metadata, parameters.metadata),
    ...(method.card && {
      card: {
        ...method.card,
        exp_month: parameters.card?.exp_month ?? method.card.exp_month,
        exp_year: parameters.card?.exp_year ?? method.card.exp_year,
      },
    }),
  })
  work.emit('payment_method.updated', updated)
  return updated
}

/** `POST /v1/payment_methods/{payment_method}/attach` */
export function attachPaymentMethod(
  work: Work,
  request: ApiRequest<Stripe.PaymentMethodAttachParams>,
): PaymentMethod {
  const method = methodInPath(work, request)
  if (!request.parameters.customer) {
    throw invalidRequest('Missing required param: customer.', {
      code: 'parameter_missing',
      param: 'customer',
    })
  }
  const customer = customerNamed(work, request.parameters.customer) as Customer
  return attachToCustomer(work, method, customer)
}

/** `POST /v1/payment_methods/{payment_method}/detach`: it can never be attached again. */
export function detachPaymentMethod(work: Work, request: ApiRequest): PaymentMethod {
  return detachFromCustomer(work, methodInPath(work, request))
}

/** Takes a method off its customer for good; throws 400 when it is on none. */
export function detachFromCustomer(work: Work, method: PaymentMethod): PaymentMethod {
  if (!method.customer) {
    throw invalidRequest(
      `The payment method you provided is not attached to a customer so detachment is impossible.`,
      { param: 'payment_method' },
    )
  }
  const detached = work.save('payment_method', {
    ...method,
    customer: null,
    _private: { ...method._private, detached: true },
  })
  work.emit('payment_method.detached', detached, { customer: method.customer })
  endMandatesOf(work, method)
  return detached
}

function methodInPath(work: Work, request: ApiRequest<unknown>): PaymentMethod {
  const id = request.ids.payment_method ?? ''
  try {
    return namedPaymentMethod(work, id)
  } catch {
    throw resourceMissing('PaymentMethod', id, { param: 'payment_method', inPath: true })
  }
}
