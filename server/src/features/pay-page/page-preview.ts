import type { InvoiceDocument } from '@quittance/core/invoice/document'
import { html } from 'hono/html'
import type { Html } from '../../platform/html/document.ts'
import { type Speech, speechIn } from '../../words/speech.ts'
import { renderClosedPage } from './closed.ts'
import { invoiceSummary } from './invoice-summary.ts'
import { contactLines, type PayAssets, pageTitle, payColumns, payDocument } from './pay-document.ts'
import type { PayPageView } from './view.ts'

/** The payment page of content that is not saved yet: to be looked at in a frame without scripts, nothing in it pays. */
export function renderPagePreview(
  { snapshot, amountPaid, amountDue, paymentUrl }: InvoiceDocument,
  { simulated }: { simulated: boolean },
  assets: PayAssets,
): string {
  const speech = speechIn(snapshot.language)
  const view: PayPageView = {
    state: paymentUrl === null ? 'link_off' : 'payable',
    token: 'preview',
    language: snapshot.language,
    snapshot: { ...snapshot, number: snapshot.number ?? speech.say('invoice.draft') },
    revision: 1,
    amountPaid,
    amountDue,
    amountAsked: amountDue,
    awaitsConfirmation: false,
    isCustomersOwn: false,
    overdue: false,
    edited: false,
    lastFailure: null,
    lastPayment: null,
    stripe: null,
    simulated,
    replacementUrl: null,
  }
  if (paymentUrl === null) return renderClosedPage(view, assets)
  return payDocument(speech, assets, {
    name: 'closed',
    title: pageTitle(view, speech),
    simulated,
    content: payColumns(
      view.snapshot.company.name,
      invoiceSummary(view, speech),
      formWithoutFields(view, speech),
      'invoice-first',
    ),
  })
}

/** Where Stripe puts its fields: they come from Stripe alone, and only to a payer. */
function formWithoutFields(view: PayPageView, speech: Speech): Html {
  const { say, money } = speech
  const { company, currency } = view.snapshot
  return html`<section class="card" id="payment" aria-labelledby="payment-title">
<h2 id="payment-title">${say(view.amountPaid > 0 ? 'pay.headingRest' : 'pay.heading')}</h2>
<div class="preview-fields" aria-hidden="true"><i></i><i></i><i></i></div>
<button class="button" disabled><span>${say('invoice.pay', { amount: money(view.amountAsked, currency) })}</span></button>
<p class="secure">${say('pay.secure', { company: company.name })}</p>
<div class="other-ways">${contactLines(company, speech)}</div>
</section>`
}
