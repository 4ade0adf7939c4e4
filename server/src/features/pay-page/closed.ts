import { html } from 'hono/html'
import { type Speech, speechIn } from '../../words/speech.ts'
import { invoiceSummary } from './invoice-summary.ts'
import {
  contactLines,
  type PayAssets,
  pageTitle,
  payColumns,
  payDocument,
  senderBanner,
  stateTitle,
} from './pay-document.ts'
import type { PayPageView } from './view.ts'

/** Whether the address is live and collects nothing. */
export function isClosed(state: PayPageView['state']): state is 'link_off' | 'held' | 'cancelled' {
  return state === 'link_off' || state === 'held' || state === 'cancelled'
}

/**
 * The polite page of a live address that collects nothing: link off, Stripe removed, being checked (200) or cancelled
 * (410) (R18).
 */
export function renderClosedPage(view: PayPageView, assets: PayAssets): string {
  const speech = speechIn(view.language)
  if (view.state === 'cancelled') return cancelledPage(view, speech, assets)
  return view.state === 'held' ? heldPage(view, speech, assets) : linkOffPage(view, speech, assets)
}

/** The invoice is owed all the same: it is shown, with the words that say how else to pay. */
function linkOffPage(view: PayPageView, speech: Speech, assets: PayAssets): string {
  const { say } = speech
  const { company } = view.snapshot
  const card = html`<section class="card" aria-labelledby="state-title">
${stateTitle('closed', say('pay.linkOffTitle'))}
<p>${say('pay.linkOffText', { company: company.name })}</p>
${contactLines(company, speech)}
</section>`
  return payDocument(speech, assets, {
    name: 'closed',
    title: pageTitle(view, speech),
    simulated: view.simulated,
    content: payColumns(company.name, invoiceSummary(view, speech), card, 'aside-first'),
  })
}

/** Without amounts: which of them are right is being found out. */
function heldPage(view: PayPageView, speech: Speech, assets: PayAssets): string {
  const { say } = speech
  const { company, number } = view.snapshot
  return payDocument(speech, assets, {
    name: 'closed',
    title: pageTitle(view, speech),
    simulated: view.simulated,
    content: html`<main class="single">
${senderBanner(company.name)}
<section class="card" aria-labelledby="state-title">
${stateTitle('closed', say('pay.heldTitle', { number: number ?? '' }))}
<p>${say('pay.heldText', { company: company.name })}</p>
${contactLines(company, speech)}
</section>
</main>`,
  })
}

/** Without amounts: nothing of a cancelled invoice is owed, so none of its figures may look as if it were. */
function cancelledPage(view: PayPageView, speech: Speech, assets: PayAssets): string {
  const { say } = speech
  const { company, number } = view.snapshot
  return payDocument(speech, assets, {
    name: 'closed',
    title: pageTitle(view, speech),
    simulated: view.simulated,
    content: html`<main class="single">
${senderBanner(company.name)}
<section class="card" aria-labelledby="state-title">
${stateTitle('closed', say('pay.cancelledTitle', { number: number ?? '' }))}
<p>${say('pay.cancelledText')}${view.replacementUrl ? html` ${say('pay.replacedText')}` : ''}</p>
${view.replacementUrl ? html`<p><a class="button" href="${view.replacementUrl}">${say('pay.openReplacement')}</a></p>` : ''}
${contactLines(company, speech)}
</section>
</main>`,
  })
}
