import { html } from 'hono/html'
import { contentSecurityPolicy, strictDirectives } from '../../platform/html/content-security-policy.ts'
import { type Html, htmlDocument } from '../../platform/html/document.ts'
import type { Message } from '../messages/queries.ts'

export interface MailboxView {
  /** Newest first. */
  messages: Message[]
  /** null: none was chosen yet. */
  selectedId: string | null
  timeZone: string
  business: string
  /** What the guided walk asks for here; null: nobody walks. */
  hint: string | null
}

const common = {
  // As the app has: only then the app’s links find this tab again instead of opening another.
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
}

export const mailboxHeaders = {
  ...common,
  'content-security-policy': contentSecurityPolicy({ ...strictDirectives, 'frame-src': ["'self'"] }),
}

/** A mail's own styles are inline, so it is shown in a frame that may do nothing but open links in a new window. */
export const messageBodyHeaders = {
  ...common,
  'content-security-policy': contentSecurityPolicy({
    'default-src': ["'none'"],
    'style-src': ["'unsafe-inline'"],
    'img-src': ['data:'],
    'frame-ancestors': ["'self'"],
    sandbox: ['allow-popups', 'allow-popups-to-escape-sandbox'],
  }),
}

/** The mailbox of the Live Tour (R46): what was sent lands here and goes nowhere else (R48). Works without script. */
export function renderMailbox(view: MailboxView, assets: { styleUrl: string }): string {
  const chosen = view.messages.find((message) => message.id === view.selectedId)
  const shown = chosen ?? view.messages[0]
  return htmlDocument({
    language: 'en',
    title: `Mailbox · ${view.business}`,
    styleUrl: assets.styleUrl,
    page: chosen ? 'message' : 'list',
    body: html`<header>
<div><h1>Mailbox</h1><p>Live Tour: what ${view.business} sends lands here and never leaves this server.</p></div>
<nav aria-label="Mailbox"><a href="/tour/mailbox">Check for mail</a><a href="/">Back to the app</a></nav>
</header>
${view.hint ? html`<aside class="hint" aria-label="Guided tour"><p><strong>Guided tour</strong> ${view.hint}</p></aside>` : ''}${shown ? html`<main class="panes">${messageList(view, shown)}${openMessage(shown, view.timeZone)}</main>` : emptyState()}`,
  })
}

/** The e-mail as its reader sees it; links open in a new window, as they do in a mail program. */
export function renderMessageBody(message: Message): string {
  const base = '<base target="_blank">'
  return message.html.includes('<head>')
    ? message.html.replace('<head>', `<head>${base}`)
    : base + message.html
}

function messageList(view: MailboxView, shown: Message): Html {
  return html`<nav class="list" aria-label="Messages"><ul>${view.messages.map(
    (message) => html`
<li><a href="/tour/mailbox?message=${message.id}"${message.id === shown.id ? html` aria-current="true"` : ''}>
<span class="to">${message.recipients.join(', ')}</span>
<span class="subject">${message.subject}</span>
<span class="meta"><time datetime="${message.created_at.toISOString()}">${when(message.created_at, view.timeZone)}</time> · ${kinds[message.kind] ?? message.kind}${message.attachments.length ? ' · PDF' : ''}</span>
</a></li>`,
  )}
</ul></nav>`
}

function openMessage(message: Message, timeZone: string): Html {
  const address = `/tour/mailbox/${message.id}`
  return html`<article class="message" aria-labelledby="subject">
<a class="back" href="/tour/mailbox">All messages</a>
<h2 id="subject">${message.subject}</h2>
<dl>
<div><dt>From</dt><dd>${message.from_name}</dd></div>
<div><dt>To</dt><dd>${message.recipients.join(', ')}</dd></div>
${message.cc.length ? html`<div><dt>Cc</dt><dd>${message.cc.join(', ')}</dd></div>` : ''}
<div><dt>Sent</dt><dd>${when(message.created_at, timeZone)}</dd></div>
</dl>
${
  message.attachments.length
    ? html`<ul class="attachments" aria-label="Attachments">${message.attachments.map(
        (one, index) =>
          html`<li><a href="${address}/attachments/${index}" target="_blank">${one.name}</a></li>`,
      )}</ul>`
    : ''
}
<iframe title="${message.subject}" loading="lazy" src="${address}/body" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
<details><summary>Plain text</summary><pre>${message.body_text}</pre></details>
</article>`
}

function emptyState(): Html {
  return html`<main class="empty"><h2>No mail yet</h2><p>Send an invoice and it lands here.</p><p><a href="/create/invoice">Create an invoice</a></p></main>`
}

const kinds: Record<string, string> = {
  invoice: 'Invoice',
  invoice_cancelled: 'Cancellation',
  payment_notification: 'To the administrators',
  receipt: 'Receipt',
  confirmation: 'To confirm',
  code: 'One-time code',
}

function when(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(instant)
}
