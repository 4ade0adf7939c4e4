import type { Customer, PaymentMethod } from '../objects.ts'
import { invalidRequest, StripeError } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'
import { cardOf } from './make-charge.ts'

/** Saves a method on a customer; the bank is asked first, so a bad card is refused here (402). */
export function attachToCustomer(work: Work, method: PaymentMethod, customer: Customer): PaymentMethod {
  if (method.customer === customer.id) return method
  if (method.customer) {
    throw invalidRequest('The payment method you provided has already been attached to a customer.', {
      code: 'payment_method_unexpected_state',
    })
  }
  if (method._private?.detached || method._private?.used) {
    throw invalidRequest(
      'This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and may not be used again.',
      { param: 'payment_method' },
    )
  }
  const card = cardOf(method)
  if (card?.decline && !card.attachesDespiteDecline) {
    const { message, ...codes } = card.decline
    throw new StripeError(402, 'card_error', message, { ...codes, param: codes.param ?? '' })
  }
  const checked = method.card && {
    card: {
      ...method.card,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    },
  }
  const attached = work.save('payment_method', { ...method, ...checked, customer: customer.id })
  work.emit('payment_method.attached', attached)
  return attached
}
