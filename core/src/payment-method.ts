/**
 * How a saved payment method stands. `other_stripe`: it was saved at another Stripe account, or in the other mode, than
 * the one connected now (traps 17, 18). `refused`: its bank said not to charge it again. `mandate_ended`: the permission
 * behind a bank debit was withdrawn. `expired` and `expiring` may still work: banks often pass on the new card's dates.
 */
export type MethodState = 'usable' | 'expiring' | 'expired' | 'refused' | 'mandate_ended' | 'other_stripe'

/** What is known of a saved method. `expMonth` 1–12; both null for bank accounts. */
export interface MethodFacts {
  sameStripe: boolean
  refused: boolean
  mandateEnded: boolean
  expMonth: number | null
  expYear: number | null
}

/** `today`: 'YYYY-MM-DD' where the business is. A card is good through the last day of its month. */
export function methodStateOf(facts: MethodFacts, today: string): MethodState {
  if (!facts.sameStripe) return 'other_stripe'
  if (facts.mandateEnded) return 'mandate_ended'
  if (facts.refused) return 'refused'
  if (facts.expMonth === null || facts.expYear === null) return 'usable'
  const monthsLeft =
    facts.expYear * 12 + facts.expMonth - (Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)))
  if (monthsLeft < 0) return 'expired'
  return monthsLeft <= 1 ? 'expiring' : 'usable'
}

/** Whether staff may charge it. */
export function isChargeable(state: MethodState): boolean {
  return state === 'usable' || state === 'expiring' || state === 'expired'
}

/**
 * What to do about a declined charge. `confirm`: the payer's bank wants them to confirm it themselves.
 * `do_not_try_again`: the bank's own advice. `blocked`: Stripe's Radar stopped it before the bank was asked.
 */
export type RetryAdvice = 'confirm' | 'do_not_try_again' | 'blocked' | 'try_again_later'
