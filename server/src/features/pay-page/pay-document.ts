import { html } from 'hono/html'
import { type Html, htmlDocument } from '../../platform/html/document.ts'
import type { Speech } from '../../words/speech.ts'
import type { PayPageView } from './view.ts'

/** Where the browser finds the pages' script and style; both carry a hash of their content. */
export interface PayAssets {
  scriptUrl: string
  styleUrl: string
}

/** The frame around every page under /pay: who sent the invoice stands at the top of the content, nothing of ours. */
export function payDocument(
  speech: Speech,
  assets: PayAssets,
  page: {
    name: 'pay' | 'result' | 'closed'
    title: string
    simulated?: boolean
    preconnect?: string
    head?: Html
    content: Html
  },
): string {
  return htmlDocument({
    language: speech.language,
    title: page.title,
    styleUrl: assets.styleUrl,
    scriptUrl: page.name === 'closed' ? undefined : assets.scriptUrl,
    preconnect: page.preconnect,
    head: page.head,
    page: page.name,
    body: html`${page.simulated ? html`<p class="ribbon" role="note">${speech.say('pay.liveTour')}</p>\n` : ''}${page.content}`,
  })
}

/** 'Invoice INV-2026-0001 from Example Ltd', for the browser's tab. */
export function pageTitle(view: PayPageView, { say }: Speech): string {
  return say('pay.pageTitle', { number: view.snapshot.number ?? '', company: view.snapshot.company.name })
}

/** What became of it, as the page's title, with a sign that says nothing the words do not. */
export function stateTitle(
  state: 'processing' | 'paid' | 'refunded' | 'failed' | 'pending' | 'closed',
  title: string,
): Html {
  return html`<h1 id="state-title" class="state ${state}"><span class="sign" aria-hidden="true"></span><span>${title}</span></h1>`
}

/** Who sent the invoice. The letter stands where a logo would. */
export function senderBanner(company: string): Html {
  return html`<p class="sender"><span class="monogram" aria-hidden="true">${firstLetter(company)}</span><bdi>${company}</bdi></p>`
}

/** One sentence in a coloured box. `tone` is told by the words too, never by colour alone. */
export function notice(tone: 'calm' | 'attention' | 'trouble', title: string, text: string): Html {
  return html`<div class="notice ${tone}">${title ? html`<p class="notice-title">${title}</p>` : ''}<p>${text}</p></div>`
}

/** Label and value pairs; those without a value are left out. */
export function factList(facts: [label: string, value: string | Html | null][]): Html {
  return html`<dl class="facts">${facts
    .filter(([, value]) => value !== null && value !== '')
    .map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`
}

/** How else to reach the sender: what stands on the invoice anyway. Nothing when the sender gave neither. */
export function contactLines(
  company: { name: string; email: string | null; phone: string | null },
  speech: Speech,
): Html {
  if (!company.email && !company.phone) return html``
  return html`<div class="contact"><h2>${speech.say('pay.howToReach', { company: company.name })}</h2>
${company.email ? html`<p><a href="mailto:${encodeURIComponent(company.email).replace('%40', '@')}">${company.email}</a></p>\n` : ''}${
  company.phone
    ? html`<p><a href="tel:${company.phone.replace(/[^\d+]/g, '')}" dir="ltr">${company.phone}</a></p>\n`
    : ''
}</div>`
}

function firstLetter(name: string): string {
  return /[\p{L}\p{N}]/u.exec(name)?.[0]?.toLocaleUpperCase() ?? '·'
}

/**
 * Who sent it, the invoice, and beside it what can be done. Where nothing is to be filled in, what became of it comes
 * first on a phone.
 */
export function payColumns(
  company: string,
  invoice: Html,
  aside: Html,
  order: 'invoice-first' | 'aside-first',
): Html {
  const beside = html`<div class="aside">${aside}</div>`
  return html`<main class="columns">
${senderBanner(company)}
${order === 'aside-first' ? beside : ''}${invoice}${order === 'invoice-first' ? beside : ''}
</main>`
}
