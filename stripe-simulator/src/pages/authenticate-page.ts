import type { PaymentIntent, SetupIntent } from '../objects.ts'
import { amountInWords } from '../payments/amounts.ts'
import { type Challenge, finishChallenge, openChallenge } from '../payments/authenticate.ts'
import type { Simulator } from '../simulator.ts'
import { escapeHtml, messagePage, type Page, simplePage } from './html.ts'

/**
 * The bank's page for 3-D Secure: `GET` shows it, `POST outcome=complete|fail` ends it. Afterwards the payer goes
 * to the return address, or, inside Stripe.js' dialog, the dialog is told.
 */
export function authenticatePage(simulator: Simulator, method: string, path: string, body: string): Page {
  const [, , , account = '', intent = '', authentication = ''] = path.split('/')
  if (!simulator.state.get('account', '', account)) return endedPage()
  return simulator.perform(account, (work) => {
    const challenge = openChallenge(work, intent, authentication)
    if (!challenge) return endedPage()
    if (method !== 'POST')
      return challengePage(challenge, work.account.business_profile?.name ?? 'the merchant')
    const outcome = new URLSearchParams(body).get('outcome')
    const after = finishChallenge(work, challenge, outcome === 'complete')
    return challenge.returnUrl ? { redirect: returnAddress(challenge.returnUrl, after) } : finishedPage()
  })
}

/** The return address with what Stripe adds: the intent, its client secret, and a hint that proves nothing. */
export function returnAddress(returnUrl: string, intent: PaymentIntent | SetupIntent): string {
  const url = new URL(returnUrl)
  url.searchParams.set(intent.object, intent.id)
  url.searchParams.set(`${intent.object}_client_secret`, intent.client_secret ?? '')
  const hint = { succeeded: 'succeeded', requires_capture: 'succeeded', processing: 'pending' }
  url.searchParams.set('redirect_status', hint[intent.status as keyof typeof hint] ?? 'failed')
  return url.href
}

function challengePage({ intent }: Challenge, merchant: string): Page {
  const what =
    intent.object === 'payment_intent'
      ? `pay <strong>${escapeHtml(amountInWords(intent.amount, intent.currency))}</strong> to ${escapeHtml(merchant)}`
      : `let ${escapeHtml(merchant)} save your card`
  return simplePage(
    200,
    'Is this you?',
    `<p>You are about to ${what}. A real bank would ask for a code or a fingerprint now.</p>
<form method="post">
<button class="primary" name="outcome" value="complete">Complete authentication</button>
<button name="outcome" value="fail">Fail authentication</button>
</form>`,
  )
}

function finishedPage(): Page {
  return messagePage(200, 'Done', 'You can go back to the shop.', '/js/authenticated.js')
}

function endedPage(): Page {
  return messagePage(
    404,
    'Nothing to authenticate',
    'This request has ended or never existed.',
    '/js/authenticated.js',
  )
}
