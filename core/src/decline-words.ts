/** Why a payment failed, for the business: the payer is told less (stripe.md 4). null: Stripe's own sentence says it best. */
export function declineWords(code: string): string | null {
  return (Object.hasOwn(declines, code) && declines[code]) || null
}

const declines: Record<string, string> = {
  insufficient_funds: 'There was not enough money on the card or account.',
  lost_card: 'The card was reported lost. The payer was only told that it was declined.',
  stolen_card: 'The card was reported stolen. The payer was only told that it was declined.',
  fraudulent: 'Blocked: Stripe or the bank suspects fraud. The payer was only told that it was declined.',
  highest_risk_level: 'Blocked by Stripe Radar. The payer was only told that it was declined.',
  expired_card: 'The card has expired.',
  incorrect_cvc: 'The security code was wrong.',
  processing_error: 'The bank had a technical problem. It may work on a second try.',
  generic_decline: 'The bank declined the card without saying why.',
  card_velocity_exceeded: 'The card is over its limit for now.',
  authentication_required: 'The bank wants the customer to confirm the payment.',
  payment_intent_authentication_failure: 'The customer did not confirm the payment with the bank.',
}
