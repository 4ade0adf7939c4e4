/** What the page hands to its script, and nothing the payer may not see. */
export interface PaymentFormData {
  jsUrl: string
  publishableKey: string
  stripeAccount: string | null
  /** Stripe's own unit. */
  stripeAmount: number
  /** What Pay charges, as shown; minor units. */
  amountDue: number
  /** Lower-case. */
  currency: string
  revision: number
  /** BCP 47. */
  language: string
  pageUrl: string
  intentUrl: string
  resultUrl: string
  /** Where the saved methods are asked for; null: this browser may not see them. */
  sessionUrl: string | null
  /** '{amount}' stands where the script puts one. */
  words: Record<
    | 'pay'
    | 'busy'
    | 'checking'
    | 'failed'
    | 'blocked'
    | 'amountChanged'
    | 'contentChanged'
    | 'noneSaved'
    | 'tooMany'
    | 'unreachable'
    | 'trouble',
    string
  >
}
