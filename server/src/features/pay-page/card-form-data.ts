/** What the page hands to its script, and nothing the customer may not see. */
export interface CardFormData {
  jsUrl: string
  publishableKey: string
  stripeAccount: string | null
  /** Lower-case: which methods are offered depends on it. */
  currency: string
  /** BCP 47. */
  language: string
  pageUrl: string
  intentUrl: string
  resultUrl: string
  words: Record<'save' | 'busy' | 'failed' | 'blocked' | 'tooMany' | 'trouble', string>
}
