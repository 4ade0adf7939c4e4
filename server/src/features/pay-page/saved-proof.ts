import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Http } from '../../platform/http/endpoint.ts'
import { isProven } from '../saved-methods/check-code.ts'
import type { PayTarget } from './open-pay-link.ts'

const name = 'quittance_saved'
const keptSeconds = 45 * 60

/** The code that this browser asked for at this payment link; null for every other browser. */
export function readCodeId(http: Http, target: PayTarget): string | null {
  const sealed = getCookie(http, name)
  if (!sealed) return null
  try {
    return http.var.app.sealer.open(sealed, purposeOf(target))
  } catch {
    return null
  }
}

/** Binds a code to this browser, this invoice and this link: sealed by us, out of reach of scripts, sent nowhere else. */
export function keepCodeId(http: Http, target: PayTarget, codeId: string): void {
  const { app } = http.var
  setCookie(http, name, app.sealer.seal(codeId, purposeOf(target)), {
    path: `/pay/${target.view.token}`,
    httpOnly: true,
    sameSite: 'Lax',
    secure: new URL(app.config.publicUrl).protocol === 'https:',
    maxAge: keptSeconds,
  })
}

export function forgetCodeId(http: Http, target: PayTarget): void {
  deleteCookie(http, name, { path: `/pay/${target.view.token}` })
}

/** Whether this browser is known to be the customer's own (R24). Reads nothing for those who never asked. */
export async function isCustomersOwn(http: Http, target: PayTarget): Promise<boolean> {
  const codeId = readCodeId(http, target)
  if (!codeId) return false
  const { db, now } = http.var.app
  return isProven({ db, now, accountId: target.accountId }, { codeId, invoiceId: target.invoice.id })
}

/** A reset link is another link: what was proved at the old one does not count (R17). */
function purposeOf({ accountId, invoice, link }: PayTarget): string {
  return `${accountId}/${invoice.id}/${link.version}/saved_methods`
}
