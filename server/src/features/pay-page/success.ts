import { html } from 'hono/html'
import type { Html } from '../../platform/html/document.ts'
import { type Speech, speechIn } from '../../words/speech.ts'
import {
  contactLines,
  type PayAssets,
  pageTitle,
  payDocument,
  senderBanner,
  stateTitle,
} from './pay-document.ts'
import { paymentProof } from './payment-proof.ts'
import type { PayResultView } from './view.ts'

/**
 * Where Stripe sends the browser back to: what really happened, as the server just asked Stripe (R27). While that is
 * pending the page's script asks again, a bounded number of times; whoever paid has script, because Stripe's form needs it.
 */
export function renderResultPage(result: PayResultView, assets: PayAssets): string {
  const { view, outcome } = result
  const speech = speechIn(view.language)
  return payDocument(speech, assets, {
    name: 'result',
    title: pageTitle(view, speech),
    simulated: view.simulated,
    content: html`<main class="single" id="result" data-outcome="${outcome}">
${senderBanner(view.snapshot.company.name)}
<section class="card" aria-labelledby="state-title" aria-live="polite">
${outcomeWords(result, speech)}
${outcome === 'succeeded' ? '' : contactLines(view.snapshot.company, speech)}
</section>
</main>`,
  })
}

function outcomeWords(result: PayResultView, speech: Speech): Html {
  const { say, money } = speech
  const { view } = result
  const { snapshot } = view
  const page = `/pay/${view.token}`
  switch (result.outcome) {
    case 'succeeded': {
      const payment = view.lastPayment
      const amount = payment
        ? money(payment.amount, payment.currency)
        : money(view.amountPaid, snapshot.currency)
      return html`${stateTitle('paid', say('pay.resultSucceeded'))}
<p>${say('pay.resultSucceededText', { company: snapshot.company.name, amount, number: snapshot.number ?? '' })}</p>
${view.amountDue > 0 ? html`<p class="rest">${say('pay.resultRest', { amount: money(view.amountDue, snapshot.currency) })}</p>` : ''}
${paymentProof(view, speech)}
<p><a href="${page}">${view.amountDue > 0 && view.state === 'payable' ? say('pay.headingRest') : say('pay.backToInvoice')}</a></p>`
    }
    case 'processing':
      return html`${stateTitle('processing', say('pay.processingTitle'))}
<p>${say('pay.processingText')}</p>
<p><a href="${page}">${say('pay.backToInvoice')}</a></p>`
    case 'failed':
      return html`${stateTitle('failed', say('pay.resultFailed'))}
<p>${result.message || say('pay.declinedHint')}</p>
<p><a class="button" href="${page}">${say('pay.tryAgain')}</a></p>`
    case 'pending':
      return html`${stateTitle('pending', say('pay.resultPending'))}
<p>${say('pay.resultPendingText')}</p>
<p id="slow" hidden>${say('pay.resultPendingSlow')}</p>
<p><a href="${page}">${say('pay.backToInvoice')}</a></p>`
  }
}
