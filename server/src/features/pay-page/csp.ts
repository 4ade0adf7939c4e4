import { contentSecurityPolicy, strictDirectives } from '../../platform/html/content-security-policy.ts'

/**
 * The payer's pages' Content-Security-Policy: ours, and Stripe's origins as "Integration security guide" lists them. A
 * simulated Stripe, or a Stripe reached through a proxy, takes their place and is never added to them.
 */
export function payPageCsp(stripe: {
  stripeJsUrl: string
  stripeApiBase: string
  simulated: boolean
}): string {
  const script = new URL(stripe.stripeJsUrl).origin
  const api = new URL(stripe.stripeApiBase).origin
  const real = !stripe.simulated && script === 'https://js.stripe.com'
  const scripts = real ? [script, 'https://*.js.stripe.com'] : [script]
  return contentSecurityPolicy({
    ...strictDirectives,
    'script-src': ["'self'", ...scripts],
    'frame-src': real ? [...scripts, 'https://hooks.stripe.com'] : [...new Set([script, api])],
    'connect-src': ["'self'", api],
  })
}
