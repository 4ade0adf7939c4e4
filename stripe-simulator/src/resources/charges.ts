import type Stripe from 'stripe'
import type { Charge } from '../objects.ts'
import { checkAmount, readCurrency } from '../payments/amounts.ts'
import {
  bookCharge,
  type ChargeTerms,
  cardOf,
  makeFailedCharge,
  makeGrantedCharge,
} from '../payments/make-charge.ts'
import { namedPaymentMethod } from '../payments/make-payment-method.ts'
import { mergeMetadata } from '../payments/metadata.ts'
import { captureHeld } from '../payments/outcomes.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { listPage } from '../transport/list.ts'
import { invalidRequest, StripeError } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { customerNamed, inPath } from './find.ts'

/** `GET /v1/charges/{charge}` */
export function retrieveCharge(work: Work, request: ApiRequest): Charge {
  return inPath(work, 'charge', request.ids.charge)
}

/** `GET /v1/charges` */
export function listCharges(work: Work, request: ApiRequest) {
  const { customer, payment_intent: intent } = request.parameters
  const charges = work
    .all('charge')
    .filter((charge) => !customer || charge.customer === customer)
    .filter((charge) => !intent || charge.payment_intent === intent)
  return listPage(charges, request.parameters, request.path)
}

/** `POST /v1/charges/{charge}` */
export function updateCharge(work: Work, request: ApiRequest<Stripe.ChargeUpdateParams>): Charge {
  const { parameters } = request
  const charge = inPath(work, 'charge', request.ids.charge)
  const customer = customerNamed(work, parameters.customer)
  const updated = work.save('charge', {
    ...charge,
    customer: customer?.id ?? charge.customer,
    description: parameters.description ?? charge.description,
    metadata: mergeMetadata(charge.metadata, parameters.metadata),
    receipt_email: parameters.receipt_email ?? charge.receipt_email,
    transfer_group: parameters.transfer_group ?? charge.transfer_group,
    fraud_details: parameters.fraud_details?.user_report
      ? { user_report: parameters.fraud_details.user_report }
      : charge.fraud_details,
  })
  work.emit('charge.updated', updated)
  return updated
}

/** `POST /v1/charges/{charge}/capture` */
export function captureCharge(work: Work, request: ApiRequest<Stripe.ChargeCaptureParams>): Charge {
  const charge = inPath(work, 'charge', request.ids.charge)
  if (charge.captured) {
    throw invalidRequest(`Charge ${charge.id} has already been captured.`, {
      code: 'charge_already_captured',
    })
  }
  const amount = request.parameters.amount ?? charge.amount
  if (amount > charge.amount) {
    throw invalidRequest('The amount to capture exceeds the authorized amount.', { param: 'amount' })
  }
  if (charge.payment_intent) {
    captureHeld(work, work.get('payment_intent', charge.payment_intent), amount)
    return work.get('charge', charge.id)
  }
  const captured = bookCharge(
    work,
    work.save('charge', { ...charge, captured: true, amount_captured: amount }),
  )
  work.emit('charge.captured', captured)
  return captured
}

type DirectChargeParameters = {
  amount: number
  currency: string
  source?: string
  customer?: string
  capture?: boolean
  description?: string
  metadata?: Record<string, string>
  receipt_email?: string
}

/** `POST /v1/charges`, of older integrations: a charge without an intent, from a test token. */
export function createCharge(work: Work, request: ApiRequest<DirectChargeParameters>): Charge {
  const { parameters } = request
  const currency = readCurrency(parameters.currency)
  checkAmount(parameters.amount, currency)
  const customer = customerNamed(work, parameters.customer)
  if (!parameters.source) {
    throw invalidRequest('Must provide source or customer.', { code: 'parameter_missing', param: 'source' })
  }
  const method = namedPaymentMethod(work, parameters.source, 'source')
  const terms: ChargeTerms = {
    amount: parameters.amount,
    currency,
    customer: customer?.id ?? null,
    description: parameters.description ?? null,
    metadata: parameters.metadata ?? {},
    receipt_email: parameters.receipt_email ?? null,
    shipping: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    transfer_group: null,
    intent: null,
    authenticated: false,
    mandate: null,
  }
  const card = cardOf(method)
  if (card?.decline) {
    const failed = makeFailedCharge(work, terms, method, card.decline)
    work.emit('charge.failed', failed)
    const { message, ...codes } = card.decline
    throw new StripeError(402, 'card_error', message, { ...codes, charge: failed.id })
  }
  const granted = makeGrantedCharge(work, terms, method, parameters.capture ?? true)
  const charge = granted.captured ? bookCharge(work, granted) : granted
  work.emit('charge.succeeded', charge)
  if (card?.dispute && card.dispute !== 'fraud_warning')
    work.schedule('open_dispute', charge.id, 0, card.dispute)
  return charge
}
