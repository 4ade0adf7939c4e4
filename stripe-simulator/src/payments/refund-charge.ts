import type Stripe from 'stripe'
import { newId, randomText } from '../ids.ts'
import type { Charge, Refund } from '../objects.ts'
import { invalidRequest, resourceMissing } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { amountInWords } from './amounts.ts'
import { recordMovement } from './balance.ts'
import { cardOf } from './make-charge.ts'
import { mergeMetadata } from './metadata.ts'
import { closeReviewOf } from './review-charge.ts'
import { closeFraudWarnings } from './warn-of-fraud.ts'

const laterMs = 3_000

/** Why a refund came back (`failure_reason`). */
export const refundFailures = [
  'declined',
  'expired_or_canceled_card',
  'insufficient_funds',
  'lost_or_stolen_card',
  'unknown',
] as const
export type RefundFailure = (typeof refundFailures)[number]

/**
 * Returns money of a paid charge, all or a part. Throws `charge_already_refunded`, `charge_disputed`, or 400 when the
 * amount is more than is left. Stripe's fee is not returned.
 */
export function refundCharge(work: Work, charge: Charge, parameters: Stripe.RefundCreateParams): Refund {
  const amount = parameters.amount ?? charge.amount_captured - charge.amount_refunded
  checkRefundable(work, charge, amount)
  const method = charge.payment_method ? work.find('payment_method', charge.payment_method) : undefined
  const isCard = charge.payment_method_details?.type === 'card'
  const pending = !isCard || (method && cardOf(method)?.refund === 'pending')
  const movement = recordMovement(work, {
    amount: -amount,
    fee: 0,
    currency: charge.currency,
    type: isCard ? 'refund' : 'payment_refund',
    category: 'refund',
    source: charge.id,
    description: `REFUND FOR CHARGE${charge.description ? ` (${charge.description})` : ''}`,
  })
  const refund = work.save('refund', {
    id: newId(isCard ? 're_' : 'pyr_'),
    object: 'refund',
    amount,
    balance_transaction: movement.id,
    charge: charge.id,
    created: work.now,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: isCard
      ? {
          card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
          type: 'card',
        }
      : { type: charge.payment_method_details?.type ?? 'card' },
    metadata: mergeMetadata(null, parameters.metadata || {}),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    ...(pending && { pending_reason: 'processing' as const }),
    reason: parameters.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: pending ? 'pending' : 'succeeded',
    transfer_reversal: null,
  })
  work.save('balance_transaction', { ...movement, source: refund.id })
  const refunded = work.save('charge', {
    ...charge,
    amount_refunded: charge.amount_refunded + amount,
    refunded: charge.amount_refunded + amount === charge.amount_captured,
  })
  work.emit('refund.created', refund)
  work.emit('charge.refunded', refunded, {
    amount_refunded: charge.amount_refunded,
    refunded: charge.refunded,
  })
  if (refunded.refunded) {
    closeFraudWarnings(work, refunded)
    closeReviewOf(work, refunded, 'refunded')
  }
  const fails = method && cardOf(method)?.refund === 'fails'
  work.schedule(fails ? 'fail_refund' : 'finish_refund', refund.id, laterMs)
  return refund
}

/** The bank confirmed a refund: its reference is known and a pending one has succeeded. */
export function finishRefund(work: Work, refund: Refund): void {
  if (refund.status !== 'pending' && refund.status !== 'succeeded') return
  const { pending_reason: _, ...rest } = refund
  const finished = work.save('refund', {
    ...rest,
    status: 'succeeded',
    ...(refund.destination_details?.card && {
      destination_details: {
        type: 'card',
        card: {
          ...refund.destination_details.card,
          reference: randomText(23).replace(/\D/g, '7'),
          reference_status: 'available',
        },
      },
    }),
  })
  emitRefundUpdated(work, finished, { status: refund.status })
}

/**
 * The payer's bank sent a refund back: the money is with the merchant again. The charge's `amount_refunded` stays,
 * so that the same money is not refunded to the same dead end twice.
 */
export function failRefund(
  work: Work,
  refund: Refund,
  reason: RefundFailure = 'expired_or_canceled_card',
): Refund {
  if (refund.status !== 'pending' && refund.status !== 'succeeded') return refund
  const movement = recordMovement(work, {
    amount: refund.amount,
    fee: 0,
    currency: refund.currency,
    type: 'refund_failure',
    category: 'refund_failure',
    source: refund.id,
    description: 'Failed refund',
  })
  const { pending_reason: _, ...rest } = refund
  const failed = work.save('refund', {
    ...rest,
    status: 'failed',
    failure_balance_transaction: movement.id,
    failure_reason: reason,
  })
  work.emit('refund.failed', failed)
  emitRefundUpdated(work, failed, { status: refund.status })
  return failed
}

/** Both names of the event: the older `charge.refund.updated` still comes too. */
export function emitRefundUpdated(work: Work, refund: Refund, previous: object): void {
  work.emit('refund.updated', refund, previous)
  work.emit('charge.refund.updated', refund, previous)
}

/** The charge that `charge` or `payment_intent` of a refund names. Throws 400 when there is no paid one. */
export function chargeToRefund(work: Work, parameters: { charge?: string; payment_intent?: string }): Charge {
  const { charge: chargeId, payment_intent: intentId } = parameters
  if (chargeId && intentId) {
    throw invalidRequest('You may only specify one of these parameters: charge, payment_intent.')
  }
  if (!chargeId && !intentId) {
    throw invalidRequest(
      'One of the following params should be provided for this request: payment_intent or charge.',
      {
        code: 'parameter_missing',
      },
    )
  }
  if (chargeId) {
    const charge = work.find('charge', chargeId)
    if (!charge) throw resourceMissing('charge', chargeId, { param: 'charge', inPath: false })
    return charge
  }
  const intent = work.find('payment_intent', intentId!)
  if (!intent) throw resourceMissing('payment_intent', intentId!, { param: 'payment_intent', inPath: false })
  const charge = intent.latest_charge ? work.get('charge', intent.latest_charge) : undefined
  if (!charge || charge.status === 'failed') {
    throw invalidRequest(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`, {
      param: 'payment_intent',
    })
  }
  return charge
}

function checkRefundable(work: Work, charge: Charge, amount: number): void {
  if (charge.status !== 'succeeded' || !charge.captured) {
    throw invalidRequest(
      `Charge ${charge.id} has not been captured or has not succeeded; it cannot be refunded.`,
      {
        param: 'charge',
      },
    )
  }
  const disputes = work.all('dispute').filter((dispute) => dispute.charge === charge.id)
  if (disputes.some((dispute) => !dispute.is_charge_refundable)) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    })
  }
  if (charge.refunded) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    })
  }
  if (amount < 1) {
    throw invalidRequest('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' })
  }
  const left = charge.amount_captured - charge.amount_refunded
  if (amount > left) {
    throw invalidRequest(
      `Refund amount (${amountInWords(amount, charge.currency)}) is greater than unrefunded amount on charge (${amountInWords(left, charge.currency)})`,
      { param: 'amount' },
    )
  }
}
