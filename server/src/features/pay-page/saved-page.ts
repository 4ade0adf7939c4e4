import { html } from 'hono/html'
import type { Html } from '../../platform/html/document.ts'
import { type Speech, speechIn } from '../../words/speech.ts'
import { notice, type PayAssets, pageTitle, payDocument, senderBanner } from './pay-document.ts'
import type { PayPageView } from './view.ts'

/** `ask`: the code can be sent. `enter`: it was, if there is anything to use it for. */
export interface SavedPageView {
  state: 'ask' | 'enter'
  trouble: 'wrong' | 'too_many' | null
  page: PayPageView
}

/** Where the customer proves to be themselves before their saved methods are shown (R24). Needs no script. */
export function renderSavedPage({ state, trouble, page }: SavedPageView, assets: PayAssets): string {
  const speech = speechIn(page.language)
  const { say } = speech
  const company = page.snapshot.company.name
  const address = `/pay/${page.token}`
  return payDocument(speech, assets, {
    name: 'closed',
    title: `${say('saved.title')} – ${pageTitle(page, speech)}`,
    simulated: page.simulated,
    content: html`<main class="single">
${senderBanner(company)}
<section class="card" aria-labelledby="saved-title">
<h1 id="saved-title">${say('saved.title')}</h1>
${trouble === 'too_many' ? html`<div role="alert">${notice('trouble', '', say('saved.tooMany'))}</div>` : ''}
${state === 'ask' ? html`<p>${say('saved.explain', { company })}</p>` : codeForm(address, trouble === 'wrong', speech)}
<form method="post" action="${address}/saved/code"><button class="${state === 'ask' ? 'button' : 'quiet-button'}">${say(state === 'ask' ? 'saved.send' : 'saved.again')}</button></form>
<p><a href="${address}">${say('saved.back')}</a></p>
</section>
</main>`,
  })
}

function codeForm(address: string, isWrong: boolean, { say }: Speech): Html {
  return html`<p role="status">${say('saved.sent')}</p>
<form method="post" action="${address}/saved/check" class="code-form">
<label for="code">${say('saved.code')}</label>
<input id="code" name="code" class="code" inputmode="numeric" autocomplete="one-time-code" maxlength="9" required autofocus aria-describedby="code-hint${isWrong ? ' code-error' : ''}"${isWrong ? html` aria-invalid="true"` : ''}>
<p id="code-hint" class="hint">${say('saved.codeHint')}</p>
${isWrong ? html`<p id="code-error" class="field-error" role="alert">${say('saved.wrong')}</p>` : ''}
<button class="button">${say('saved.continue')}</button>
</form>`
}
