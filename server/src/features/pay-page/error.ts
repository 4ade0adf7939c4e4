import { html } from 'hono/html'
import { speechIn } from '../../words/speech.ts'
import { messagePage } from './message-page.ts'
import type { PayAssets } from './pay-document.ts'

/** Our own trouble (500, 503). It never says whether money moved, because it does not know. */
export function renderErrorPage(language: string, assets: PayAssets): string {
  const speech = speechIn(language)
  return messagePage(
    speech,
    assets,
    speech.say('pay.errorTitle'),
    html`<p>${speech.say('pay.errorText')}</p>
<p><a class="button" href="">${speech.say('pay.tryAgain')}</a></p>`,
  )
}
