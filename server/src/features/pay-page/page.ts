import { html } from 'hono/html'
import type { Html } from '../../platform/html/document.ts'
import { type Speech, speechIn } from '../../words/speech.ts'
import { isClosed, renderClosedPage } from './closed.ts'
import { invoiceSummary } from './invoice-summary.ts'
import {
  contactLines,
  type PayAssets,
  pageTitle,
  payColumns,
  payDocument,
  stateTitle,
} from './pay-document.ts'
import { paymentForm } from './payment-form.ts'
import { paymentProof } from './payment-proof.ts'
import type { PayPageView } from './view.ts'

/** The page at a payment link, in each of its states (R21, R22), as a whole HTML document. */
export function renderPayPage(view: PayPageView, assets: PayAssets): string {
  const { state } = view
  if (isClosed(state)) return renderClosedPage(view, assets)
  const speech = speechIn(view.language)
  const company = view.snapshot.company.name
  return payDocument(speech, assets, {
    name: 'pay',
    title: pageTitle(view, speech),
    simulated: view.simulated,
    preconnect: view.stripe ? new URL(view.stripe.jsUrl).origin : undefined,
    content:
      state === 'payable'
        ? payColumns(company, invoiceSummary(view, speech), paymentForm(view, speech), 'invoice-first')
        : payColumns(company, invoiceSummary(view, speech), settledCard(view, state, speech), 'aside-first'),
  })
}

/** Where the form would be, once there is nothing to fill in. */
function settledCard(view: PayPageView, state: 'processing' | 'paid' | 'refunded', speech: Speech): Html {
  const { say } = speech
  const words: Record<typeof state, [title: string, text: string]> = {
    processing: [say('pay.processingTitle'), say('pay.processingText')],
    paid: [say('pay.paidTitle'), say('pay.paidText')],
    refunded: [say('pay.refundedTitle'), say('pay.refundedText')],
  }
  const [title, text] = words[state]
  return html`<section class="card" aria-labelledby="state-title">
${stateTitle(state, title)}
<p>${text}</p>
${state === 'processing' ? '' : paymentProof(view, speech)}
${contactLines(view.snapshot.company, speech)}
</section>`
}
