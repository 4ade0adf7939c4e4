import { html } from 'hono/html'
import { speechIn } from '../../words/speech.ts'
import { messagePage } from './message-page.ts'
import type { PayAssets } from './pay-document.ts'

/** One page for every address that leads nowhere, whatever the reason (R17): 404. */
export function renderNotFoundPage(language: string, assets: PayAssets): string {
  const speech = speechIn(language)
  return messagePage(
    speech,
    assets,
    speech.say('pay.notFoundTitle'),
    html`<p>${speech.say('pay.notFoundText')}</p>`,
  )
}
