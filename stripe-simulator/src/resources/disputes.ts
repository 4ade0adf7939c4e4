import type Stripe from 'stripe'
import type { Dispute } from '../objects.ts'
import { closeDispute, isOpen } from '../payments/dispute-charge.ts'
import { mergeMetadata } from '../payments/metadata.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { listPage } from '../transport/list.ts'
import { invalidRequest } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { inPath } from './find.ts'

/** `GET /v1/disputes/{dispute}` */
export function retrieveDispute(work: Work, request: ApiRequest): Dispute {
  return inPath(work, 'dispute', request.ids.dispute)
}

/** `GET /v1/disputes` */
export function listDisputes(work: Work, request: ApiRequest) {
  const { charge, payment_intent: intent } = request.parameters
  const disputes = work
    .all('dispute')
    .filter((dispute) => !charge || dispute.charge === charge)
    .filter((dispute) => !intent || dispute.payment_intent === intent)
  return listPage(disputes, request.parameters, request.path)
}

/** `POST /v1/disputes/{dispute}`: the test words `winning_evidence` and `losing_evidence` decide it at once. */
export function updateDispute(work: Work, request: ApiRequest<Stripe.DisputeUpdateParams>): Dispute {
  const { parameters } = request
  const dispute = openInPath(work, request)
  const evidence = (parameters.evidence ?? {}) as Partial<Dispute['evidence']>
  const submits = parameters.submit !== false && Object.keys(evidence).length > 0
  if (submits && dispute.evidence_details.past_due) {
    throw invalidRequest('The deadline for submitting evidence for this dispute has passed.')
  }
  const updated = work.save('dispute', {
    ...dispute,
    evidence: { ...dispute.evidence, ...evidence },
    metadata: mergeMetadata(dispute.metadata, parameters.metadata),
    status: submits ? underReview(dispute) : dispute.status,
    evidence_details: {
      ...dispute.evidence_details,
      has_evidence: dispute.evidence_details.has_evidence || submits,
      submission_count: dispute.evidence_details.submission_count + (submits ? 1 : 0),
      submission_method: submits ? 'manual' : dispute.evidence_details.submission_method,
    },
  })
  work.emit('charge.dispute.updated', updated)
  if (submits && evidence.uncategorized_text === 'winning_evidence') return closeDispute(work, updated, 'won')
  if (submits && evidence.uncategorized_text === 'losing_evidence') return closeDispute(work, updated, 'lost')
  return updated
}

/** `POST /v1/disputes/{dispute}/close`: the merchant accepts the loss. */
export function closeDisputeInPath(work: Work, request: ApiRequest): Dispute {
  return closeDispute(work, openInPath(work, request), 'lost')
}

function openInPath(work: Work, request: ApiRequest<unknown>): Dispute {
  const dispute = inPath(work, 'dispute', request.ids.dispute)
  if (!isOpen(dispute)) throw invalidRequest('This dispute is already closed')
  return dispute
}

function underReview(dispute: Dispute): Dispute['status'] {
  return dispute.status.startsWith('warning_') ? 'warning_under_review' : 'under_review'
}
