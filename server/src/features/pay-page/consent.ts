import type { Http } from '../../platform/http/endpoint.ts'
import { clientAddress } from '../../platform/http/session-cookie.ts'
import type { SaveConsent } from '../../records.ts'

/** Goes up whenever a mandate text of ours says something else, so that a proof of consent tells which words it had. */
const mandateVersion = '2026-11'

/** What this reader agrees to by this request, with the words they saw (R23). */
export function consentOf(
  http: Http,
  shown: { text: string; language: string; invoiceId: string | null },
): SaveConsent {
  const { app } = http.var
  return {
    text: shown.text,
    version: mandateVersion,
    language: shown.language,
    at: app.now().toISOString(),
    ip: clientAddress(http, app.config.trustProxy),
    user_agent: http.req.header('user-agent')?.slice(0, 300) ?? null,
    invoice_id: shown.invoiceId,
  }
}
