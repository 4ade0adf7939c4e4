import { html } from 'hono/html'
import type { Html } from '../../platform/html/document.ts'
import type { Speech } from '../../words/speech.ts'
import { type PayAssets, payDocument, stateTitle } from './pay-document.ts'

/** A page that knows of no invoice: a title and what to do next. */
export function messagePage(speech: Speech, assets: PayAssets, title: string, text: Html): string {
  return payDocument(speech, assets, {
    name: 'closed',
    title,
    content: html`<main class="single"><section class="card" aria-labelledby="state-title">
${stateTitle('closed', title)}
${text}
</section></main>`,
  })
}
