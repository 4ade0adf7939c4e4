import { randomText } from '../ids.ts'
import { finishOnboarding } from '../resources/accounts.ts'
import type { Simulator } from '../simulator.ts'
import { escapeHtml, messagePage, type Page, simplePage } from './html.ts'

/**
 * `/setup/s/PLATFORM/LINK`, where an account link leads: it opens once, in its few minutes, and sends the browser to
 * `refresh_url` otherwise. `POST choice=finish` makes the account able to charge; `later` changes nothing.
 */
export function onboardingPage(simulator: Simulator, method: string, path: string, body: string): Page {
  const [, , , platform = '', id = ''] = path.split('/')
  const link = simulator.state.get('account_link', platform, id)
  if (!link) return messagePage(404, 'This link does not work', 'Nothing is to be set up here.')
  if (method !== 'POST') {
    if (link.session || link.expiresAtMs < simulator.clock.nowMs()) return { redirect: link.refreshUrl }
    const session = randomText(24)
    simulator.perform(platform, (work) => work.save('account_link', { ...link, session }))
    return formPage(simulator.state.get('account', '', link.account)?.business_profile?.name, session)
  }
  const form = new URLSearchParams(body)
  if (!link.session || form.get('session') !== link.session) return { redirect: link.refreshUrl }
  if (form.get('choice') === 'finish') simulator.perform(link.account, (work) => finishOnboarding(work))
  return { redirect: link.returnUrl }
}

function formPage(businessName: string | null | undefined, session: string): Page {
  return simplePage(
    200,
    'Tell Stripe about your business',
    `<p>Real Stripe would ask who stands behind <strong>${escapeHtml(businessName ?? 'this business')}</strong> and where the money should go. Here one button answers everything.</p>
<form method="post">
<input type="hidden" name="session" value="${session}">
<button class="primary" name="choice" value="finish">Finish</button>
<button name="choice" value="later">Do this later</button>
</form>`,
  )
}
