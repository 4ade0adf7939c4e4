import { contentSecurityPolicy, strictDirectives } from '../../platform/html/content-security-policy.ts'
import type { Http } from '../../platform/http/endpoint.ts'
import { payPageCsp } from './csp.ts'
import { renderNotFoundPage } from './not-found.ts'
import type { PayAssets } from './pay-document.ts'

const privateHeaders = {
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** For a page that loads nothing of Stripe's. */
export const plainHeaders = {
  'content-security-policy': contentSecurityPolicy(strictDirectives),
  ...privateHeaders,
}

/** A page that may load Stripe's form: the real one's, or for a tour the simulated one's (R17). */
export function page(http: Http, html: string, simulated: boolean, status: 200 | 410 = 200): Response {
  const { app } = http.var
  const provider = simulated ? 'simulated' : 'own_keys'
  const stripe = app.config.stripeSimulatorUrl || !simulated ? app.stripe.browser(provider) : null
  return http.html(html, status, {
    'content-security-policy': payPageCsp({
      stripeJsUrl: stripe?.jsUrl ?? app.config.stripeJsUrl,
      stripeApiBase: stripe?.apiBase ?? app.config.stripeApiBase,
      simulated,
    }),
    ...privateHeaders,
  })
}

/** The same 404 for every address that leads nowhere. */
export function notFound(http: Http, assets: PayAssets): Response {
  return http.html(renderNotFoundPage(languageOf(http), assets), 404, plainHeaders) as Response
}

/** The reader's, as far as is known without knowing whose page it is. */
export function languageOf(http: Http): string {
  return http.req.header('accept-language')?.split(/[,;]/)[0]?.trim() || 'en'
}
