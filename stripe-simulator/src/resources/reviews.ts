import type { Review } from '../objects.ts'
import { approveReview } from '../payments/review-charge.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { listPage } from '../transport/list.ts'
import { invalidRequest } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { inPath } from './find.ts'

/** `GET /v1/reviews/{review}` */
export function retrieveReview(work: Work, request: ApiRequest): Review {
  return inPath(work, 'review', request.ids.review)
}

/** `GET /v1/reviews`: the open ones. */
export function listReviews(work: Work, request: ApiRequest) {
  const open = work.all('review').filter((review) => review.open)
  return listPage(open, request.parameters, request.path)
}

/** `POST /v1/reviews/{review}/approve` */
export function approveReviewInPath(work: Work, request: ApiRequest): Review {
  const review = inPath(work, 'review', request.ids.review)
  if (!review.open) throw invalidRequest('This review is already closed.')
  return approveReview(work, review)
}
