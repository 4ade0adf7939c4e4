import { html } from 'hono/html'
import type { Html } from '../../platform/html/document.ts'
import { jsonScript } from '../../platform/html/json-script.ts'
import { type Speech, speechIn } from '../../words/speech.ts'
import type { CardFormData } from './card-form-data.ts'
import {
  contactLines,
  notice,
  type PayAssets,
  payDocument,
  senderBanner,
  stateTitle,
} from './pay-document.ts'

/** Everything the page at /card/{token} shows. */
export interface CardPageView {
  state: 'open' | 'saved' | 'failed' | 'pending' | 'closed' | 'unavailable'
  token: string
  /** BCP 47, the customer's. */
  language: string
  company: { name: string; email: string | null; phone: string | null }
  /** Present only when open. */
  stripe: { jsUrl: string; publishableKey: string; stripeAccount: string | null; currency: string } | null
  /** Why the last try failed, in words for the customer. */
  message: string | null
  simulated: boolean
}

/** Where a customer saves a payment method on request, without paying (R42), in each of its states. */
export function renderCardPage(view: CardPageView, assets: PayAssets): string {
  const speech = speechIn(view.language)
  const company = view.company.name
  return payDocument(speech, assets, {
    name: view.state === 'open' ? 'pay' : view.state === 'pending' ? 'result' : 'closed',
    title: speech.say('card.pageTitle', { company }),
    simulated: view.simulated,
    preconnect: view.stripe ? new URL(view.stripe.jsUrl).origin : undefined,
    content: html`<main class="single"${view.state === 'pending' ? html` id="result" data-outcome="pending"` : ''}>
${senderBanner(company)}
${view.state === 'open' ? cardForm(view, speech) : outcomeCard(view, view.state, speech)}
</main>`,
  })
}

function cardForm(view: CardPageView, speech: Speech): Html {
  const { say } = speech
  const company = view.company.name
  return html`<section class="card" aria-labelledby="card-title">
<h1 id="card-title">${say('card.title')}</h1>
<p>${say('card.intro', { company })}</p>
<noscript>${notice('attention', '', say('card.noScript', { company }))}</noscript>
<form id="card-form" class="needs-script" novalidate>
<div id="loading" class="loading"><p>${say('card.loading')}</p></div>
<div id="payment-element"></div>
<p id="mandate" class="consent">${say('card.mandate', { company })}</p>
<div id="message" role="alert"></div>
<button id="save-card" class="button" aria-describedby="mandate" disabled><span class="spinner" aria-hidden="true"></span><span id="save-label">${say('card.save')}</span></button>
<p class="secure">${say('pay.secure', { company })}</p>
</form>
${contactLines(view.company, speech)}
${jsonScript('card-data', formData(view, speech))}
</section>`
}

function formData(view: CardPageView, { language, say }: Speech): CardFormData {
  if (!view.stripe) throw new Error('An open page needs to know which Stripe account keeps the method')
  const page = `/card/${view.token}`
  return {
    ...view.stripe,
    language,
    intentUrl: `${page}/intent`,
    resultUrl: `${page}/result`,
    pageUrl: page,
    words: {
      save: say('card.save'),
      busy: say('card.busy'),
      failed: say('card.failed'),
      blocked: say('card.blocked', { company: view.company.name }),
      tooMany: say('card.tooMany'),
      trouble: say('card.trouble'),
    },
  }
}

function outcomeCard(
  view: CardPageView,
  state: Exclude<CardPageView['state'], 'open'>,
  speech: Speech,
): Html {
  const { say } = speech
  const company = view.company.name
  const signs = {
    saved: 'paid',
    failed: 'failed',
    pending: 'pending',
    closed: 'closed',
    unavailable: 'closed',
  } as const
  const texts: Record<typeof state, [title: string, text: string]> = {
    saved: [say('card.savedTitle'), say('card.savedText', { company })],
    failed: [say('card.failedTitle'), view.message ?? say('card.failed')],
    pending: [say('card.pendingTitle'), say('card.pendingText')],
    closed: [say('card.closedTitle'), say('card.closedText', { company })],
    unavailable: [say('card.unavailableTitle'), say('card.unavailableText', { company })],
  }
  const [title, text] = texts[state]
  return html`<section class="card" aria-labelledby="state-title">
${stateTitle(signs[state], title)}
<p>${text}</p>
${state === 'failed' ? html`<p><a class="button" href="/card/${view.token}">${say('pay.tryAgain')}</a></p>` : ''}
${contactLines(view.company, speech)}
</section>`
}
