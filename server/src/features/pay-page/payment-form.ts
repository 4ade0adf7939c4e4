import { html } from 'hono/html'
import type { Html } from '../../platform/html/document.ts'
import { jsonScript } from '../../platform/html/json-script.ts'
import type { Speech } from '../../words/speech.ts'
import { contactLines, notice } from './pay-document.ts'
import type { PaymentFormData } from './payment-form-data.ts'
import type { PayPageView } from './view.ts'

/**
 * The form around Stripe's Payment Element. Without script, or with Stripe's blocked, it says so and how else to pay;
 * the button comes alive only when the form can pay.
 */
export function paymentForm(view: PayPageView, speech: Speech): Html {
  const { say, money } = speech
  const { snapshot } = view
  const company = snapshot.company.name
  const amount = money(view.amountAsked, snapshot.currency)
  return html`<section class="card" id="payment" aria-labelledby="payment-title">
<h2 id="payment-title">${heading(view, amount, speech)}</h2>
<div id="edited" role="status">${view.edited ? notice('attention', '', say('pay.edited', { company, amount: money(view.amountDue, snapshot.currency) })) : ''}</div>
${troubleNotice(view, amount, speech)}
${savedOffer(view, speech)}
<noscript>${notice('attention', '', say('pay.noScript', { company }))}</noscript>
<form id="pay-form" class="needs-script" novalidate>
<div id="loading" class="loading"><p>${say('pay.loading')}</p><p class="slow">${say('pay.slow', { company })}</p></div>
<div id="wallets" hidden><div id="express-checkout"></div><p class="or">${say('pay.orOtherwise')}</p></div>
<div id="payment-element"></div>
<div class="save"><input type="checkbox" id="save" aria-describedby="mandate" disabled><div><label for="save">${say('pay.save')}</label><p id="mandate">${say('pay.mandate', { company })}</p></div></div>
<div id="message" role="alert"></div>
<button id="pay" class="button" disabled><span class="spinner" aria-hidden="true"></span><span id="pay-label">${say('invoice.pay', { amount })}</span></button>
<p class="secure">${say('pay.secure', { company })}</p>
</form>
<div id="other-ways" class="other-ways">${contactLines(snapshot.company, speech)}</div>
${jsonScript('pay-data', formData(view, speech))}
</section>`
}

/** Says nothing of whether anything is saved: that is told to the customer alone. */
function savedOffer(view: PayPageView, { say }: Speech): Html {
  if (view.isCustomersOwn)
    return html`<div id="saved" role="status">${notice('calm', '', say('saved.shown'))}</div>`
  return html`<p class="saved-offer"><a href="/pay/${view.token}/saved">${say('saved.offer')}</a></p>`
}

function heading(view: PayPageView, amount: string, { say }: Speech): string {
  if (view.amountAsked < view.amountDue) return say('pay.headingPart', { amount })
  return say(view.amountPaid > 0 ? 'pay.headingRest' : 'pay.heading')
}

/** Why nothing was charged so far. */
function troubleNotice(view: PayPageView, amount: string, { say }: Speech): Html | '' {
  if (view.awaitsConfirmation)
    return notice(
      'attention',
      say('pay.confirmTitle'),
      say('pay.confirmText', { company: view.snapshot.company.name, amount }),
    )
  if (view.lastFailure === null) return ''
  return notice('trouble', say('pay.declined'), view.lastFailure || say('pay.declinedHint'))
}

function formData(view: PayPageView, { language, say }: Speech): PaymentFormData {
  if (!view.stripe) throw new Error('A payable page needs to know which Stripe account collects')
  const { company, currency } = view.snapshot
  const amount = '{amount}'
  return {
    jsUrl: view.stripe.jsUrl,
    publishableKey: view.stripe.publishableKey,
    stripeAccount: view.stripe.stripeAccount,
    stripeAmount: view.stripe.amount,
    amountDue: view.amountAsked,
    currency,
    revision: view.revision,
    language,
    pageUrl: `/pay/${view.token}`,
    intentUrl: `/pay/${view.token}/intent`,
    resultUrl: `/pay/${view.token}/result`,
    sessionUrl: view.isCustomersOwn ? `/pay/${view.token}/saved/session` : null,
    words: {
      pay: say('invoice.pay', { amount }),
      busy: say('pay.busy'),
      checking: say('pay.checking'),
      failed: say('pay.failed'),
      blocked: say('pay.blocked', { company: company.name }),
      contentChanged: say('pay.contentChanged', { amount }),
      noneSaved: say('saved.none'),
      amountChanged: say('pay.amountChanged', { amount }),
      tooMany: say('pay.tooMany'),
      unreachable: say('pay.unreachable'),
      trouble: say('pay.trouble'),
    },
  }
}
