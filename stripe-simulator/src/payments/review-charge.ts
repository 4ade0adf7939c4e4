import { newId } from '../ids.ts'
import type { Charge, PaymentIntent, Review } from '../objects.ts'
import type { Work } from '../work.ts'

/** A payment with elevated risk is paid, and waits for somebody to look at it. */
export function openReview(work: Work, charge: Charge): void {
  const review = work.save('review', {
    id: newId('prv_1', 23),
    object: 'review',
    billing_zip: charge.billing_details.address?.postal_code ?? null,
    charge: charge.id,
    closed_reason: null,
    created: work.now,
    ip_address: null,
    ip_address_location: null,
    livemode: false,
    open: true,
    opened_reason: 'rule',
    ...(charge.payment_intent && { payment_intent: charge.payment_intent }),
    reason: 'rule',
    session: null,
  })
  work.save('charge', { ...charge, review: review.id })
  const intent = charge.payment_intent ? work.find('payment_intent', charge.payment_intent) : undefined
  if (intent) work.save('payment_intent', { ...(intent as PaymentIntent), review: review.id })
  work.emit('review.opened', review)
}

export function approveReview(work: Work, review: Review): Review {
  return close(work, review, 'approved')
}

/** Refunding or disputing a payment ends its review. */
export function closeReviewOf(work: Work, charge: Charge, reason: 'disputed' | 'refunded'): void {
  const review = charge.review ? work.find('review', charge.review as string) : undefined
  if (review?.open) close(work, review, reason)
}

function close(work: Work, review: Review, reason: 'approved' | 'disputed' | 'refunded'): Review {
  const closed = work.save('review', { ...review, open: false, closed_reason: reason, reason })
  work.emit('review.closed', closed, { open: true })
  return closed
}
