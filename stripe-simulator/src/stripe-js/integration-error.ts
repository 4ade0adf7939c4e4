/** Stripe.js was used wrongly: thrown, never resolved, as the real one does. */
export class IntegrationError extends Error {
  override readonly name = 'IntegrationError'
}
