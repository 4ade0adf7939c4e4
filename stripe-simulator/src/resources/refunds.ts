import type Stripe from 'stripe'
import type { Charge, Refund } from '../objects.ts'
import { mergeMetadata } from '../payments/metadata.ts'
import { chargeToRefund, emitRefundUpdated, refundCharge } from '../payments/refund-charge.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { listPage } from '../transport/list.ts'
import { invalidRequest } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { inPath } from './find.ts'

/** `POST /v1/refunds` */
export function createRefund(work: Work, request: ApiRequest<Stripe.RefundCreateParams>): Refund {
  return refundCharge(work, chargeToRefund(work, request.parameters), request.parameters)
}

/** `POST /v1/charges/{charge}/refund`, of older integrations: answers the charge. */
export function refundThroughCharge(work: Work, request: ApiRequest<Stripe.RefundCreateParams>): Charge {
  const charge = inPath(work, 'charge', request.ids.charge)
  refundCharge(work, charge, request.parameters)
  return work.get('charge', charge.id)
}

/** `GET /v1/refunds/{refund}` */
export function retrieveRefund(work: Work, request: ApiRequest): Refund {
  return inPath(work, 'refund', request.ids.refund)
}

/** `GET /v1/refunds` */
export function listRefunds(work: Work, request: ApiRequest) {
  const { charge, payment_intent: intent } = request.parameters
  const refunds = work
    .all('refund')
    .filter((refund) => !charge || refund.charge === charge)
    .filter((refund) => !intent || refund.payment_intent === intent)
  return listPage(refunds, request.parameters, request.path)
}

/** `POST /v1/refunds/{refund}` */
export function updateRefund(work: Work, request: ApiRequest<Stripe.RefundUpdateParams>): Refund {
  const refund = inPath(work, 'refund', request.ids.refund)
  const updated = work.save('refund', {
    ...refund,
    metadata: mergeMetadata(refund.metadata, request.parameters.metadata),
  })
  emitRefundUpdated(work, updated, { metadata: refund.metadata })
  return updated
}

/** `POST /v1/refunds/{refund}/cancel`: only refunds that wait for the customer can be canceled; none here do. */
export function cancelRefund(work: Work, request: ApiRequest): Refund {
  const refund = inPath(work, 'refund', request.ids.refund)
  throw invalidRequest(
    `Refund ${refund.id} cannot be canceled because it has a status of ${refund.status}. Only a refund with the status requires_action may be canceled.`,
  )
}
