import { Refusal } from '@quittance/core/refusal'

export function alreadyConnected(): Refusal {
  return new Refusal(
    'stripe_already_connected',
    'Stripe is connected already. Remove it first to connect another account.',
  )
}
