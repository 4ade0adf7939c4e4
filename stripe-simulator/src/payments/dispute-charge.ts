import { newId } from '../ids.ts'
import type { Charge, Dispute } from '../objects.ts'
import type { Work } from '../work.ts'
import { recordMovement } from './balance.ts'
import { closeReviewOf } from './review-charge.ts'
import { closeFraudWarnings } from './warn-of-fraud.ts'

const dayInSeconds = 24 * 60 * 60
const nineDaysInSeconds = 9 * dayInSeconds
/** Without an answer the bank decides in the end. */
const decidedAfterMs = 30 * dayInSeconds * 1000
const disputeFee = 1500

/** What a payer's bank objects to. An `inquiry` asks first and moves no money. */
export type DisputeReason = 'fraudulent' | 'product_not_received' | 'inquiry'

/** Opens a dispute about a paid charge; unless it is an inquiry, the money leaves at once. */
export function openDispute(work: Work, charge: Charge, reason: DisputeReason): Dispute {
  const isInquiry = reason === 'inquiry'
  const id = newId('du_')
  const card = charge.payment_method_details?.card
  const movement = isInquiry ? null : moveDisputed(work, charge, id, -1)
  const dispute = work.save('dispute', {
    id,
    object: 'dispute',
    amount: charge.amount_captured,
    balance_transactions: movement ? [movement] : [],
    charge: charge.id,
    created: work.now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: emptyEvidence(),
    evidence_details: {
      due_by: work.now + nineDaysInSeconds,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: isInquiry,
    livemode: false,
    metadata: {},
    network_reason_code: reason === 'product_not_received' ? '13.1' : '10.4',
    payment_intent: charge.payment_intent,
    ...(card && {
      payment_method_details: {
        card: {
          brand: card.brand ?? 'visa',
          case_type: isInquiry ? 'inquiry' : 'chargeback',
          network: card.network ?? 'visa',
          network_reason_code: reason === 'product_not_received' ? '13.1' : '10.4',
        },
        type: 'card',
      },
    }),
    reason: isInquiry ? 'general' : reason,
    status: isInquiry ? 'warning_needs_response' : 'needs_response',
  } as Dispute)
  work.save('charge', { ...charge, disputed: true })
  work.schedule('dispute_past_due', id, nineDaysInSeconds * 1000)
  closeFraudWarnings(work, charge)
  work.emit('charge.dispute.created', dispute)
  if (movement) work.emit('charge.dispute.funds_withdrawn', dispute)
  closeReviewOf(work, charge, 'disputed')
  return dispute
}

/** The answer to an inquiry did not satisfy the bank: it is a dispute now, with its money and a new date. */
export function escalateInquiry(work: Work, inquiry: Dispute): Dispute {
  const charge = work.get('charge', inquiry.charge)
  const movement = moveDisputed(work, charge, inquiry.id, -1)
  const { payment_method_details: details } = inquiry
  const escalated = work.save('dispute', {
    ...inquiry,
    balance_transactions: [movement],
    evidence_details: {
      ...inquiry.evidence_details,
      due_by: work.now + nineDaysInSeconds,
      has_evidence: false,
      past_due: false,
    },
    is_charge_refundable: false,
    ...(details?.card && {
      payment_method_details: { ...details, card: { ...details.card, case_type: 'chargeback' } },
    }),
    status: 'needs_response',
  })
  work.schedule('dispute_past_due', inquiry.id, nineDaysInSeconds * 1000)
  work.emit('charge.dispute.updated', escalated, { status: inquiry.status })
  work.emit('charge.dispute.funds_withdrawn', escalated)
  return escalated
}

/** Nobody answered: first the date has passed, a month later the dispute is lost (an inquiry closes). */
export function passDueDate(work: Work, dispute: Dispute): void {
  if (!dispute.status.endsWith('needs_response') || (dispute.evidence_details.due_by ?? 0) > work.now) return
  if (dispute.evidence_details.past_due) {
    closeDispute(work, dispute, 'lost')
    return
  }
  const late = work.save('dispute', {
    ...dispute,
    evidence_details: { ...dispute.evidence_details, past_due: true },
  })
  work.schedule('dispute_past_due', dispute.id, decidedAfterMs)
  work.emit('charge.dispute.updated', late)
}

/** Ends a dispute. Won money comes back; an inquiry just closes. */
export function closeDispute(work: Work, dispute: Dispute, end: 'won' | 'lost'): Dispute {
  const wasInquiry = dispute.status.startsWith('warning_')
  const charge = work.get('charge', dispute.charge)
  const returned = end === 'won' && !wasInquiry ? moveDisputed(work, charge, dispute.id, 1) : null
  const closed = work.save('dispute', {
    ...dispute,
    status: wasInquiry ? 'warning_closed' : end,
    balance_transactions: returned
      ? [...dispute.balance_transactions, returned]
      : dispute.balance_transactions,
  })
  if (returned) work.emit('charge.dispute.funds_reinstated', closed)
  work.emit('charge.dispute.closed', closed)
  return closed
}

export function isOpen(dispute: Dispute): boolean {
  return !['won', 'lost', 'warning_closed', 'prevented'].includes(dispute.status)
}

function moveDisputed(work: Work, charge: Charge, dispute: string, direction: 1 | -1) {
  return recordMovement(work, {
    amount: direction * charge.amount_captured,
    fee: direction === -1 ? disputeFee : 0,
    currency: charge.currency,
    type: 'adjustment',
    category: direction === -1 ? 'dispute' : 'dispute_reversal',
    source: dispute,
    description: `Chargeback ${direction === -1 ? 'withdrawal' : 'reversal'} for ${charge.id}`,
  })
}

function emptyEvidence(): Dispute['evidence'] {
  return {
    access_activity_log: null,
    billing_address: null,
    cancellation_policy: null,
    cancellation_policy_disclosure: null,
    cancellation_rebuttal: null,
    customer_communication: null,
    customer_email_address: null,
    customer_name: null,
    customer_purchase_ip: null,
    customer_signature: null,
    duplicate_charge_documentation: null,
    duplicate_charge_explanation: null,
    duplicate_charge_id: null,
    enhanced_evidence: {},
    product_description: null,
    receipt: null,
    refund_policy: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    service_documentation: null,
    shipping_address: null,
    shipping_carrier: null,
    shipping_date: null,
    shipping_documentation: null,
    shipping_tracking_number: null,
    uncategorized_file: null,
    uncategorized_text: null,
  }
}
