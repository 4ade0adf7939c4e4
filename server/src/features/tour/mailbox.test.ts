import { beforeAll, describe, expect, test } from 'vitest'
import { emailExamples } from '../../../test/email-examples.ts'
import type { Message } from '../messages/queries.ts'
import {
  type MailboxView,
  mailboxHeaders,
  messageBodyHeaders,
  renderMailbox,
  renderMessageBody,
} from './mailbox.ts'

const poison = `</title></pre><script>alert(1)</script><img src=x onerror="alert(2)">"'&`

describe('the mailbox of the Live Tour', () => {
  test('lists each message: to whom, what about, when, of what kind, and whether something is attached', () => {
    const [invoice, paid] = rowsOf(
      page({
        messages: [
          message({ id: 'em_2', attachments: [attached('INV-2026-0042.pdf')] }),
          message({
            id: 'em_1',
            kind: 'payment_notification',
            recipients: ['owner@clearview.example.com', 'desk@clearview.example.com'],
            subject: 'Invoice INV-2026-0042 was paid',
          }),
        ],
      }),
    )
    expect(invoice).toMatch(
      /^desk@lakeside\.example\.com Invoice INV-2026-0042 from Clearview Mar 9, 2026, 3:05\sPM · Invoice · PDF$/,
    )
    expect(paid).toMatch(
      /^owner@clearview\.example\.com, desk@clearview\.example\.com Invoice INV-2026-0042 was paid Mar .* · To the administrators$/,
    )
  })

  test('tells the time in the business’s own zone', () => {
    expect(page({ timeZone: 'America/New_York' })).toMatch(/Mar 9, 2026, 10:05\sAM/)
    expect(page({ timeZone: 'Asia/Tokyo' })).toMatch(/Mar 9, 2026, 11:05\sPM/)
  })

  test('opens the newest when none was chosen, and on a phone shows the list first', () => {
    const html = page({ messages: three() })
    expect(opened(html)).toBe('/tour/mailbox/em_3/body')
    expect(current(html)).toEqual(['em_3'])
    expect(html).toContain('data-page="list"')
    // The message is hidden there: what is left must still be the page's main part.
    expect(html).toMatch(/<main class="panes"><nav class="list" aria-label="Messages">/)
  })

  test('opens the message that was chosen, and on a phone shows it in place of the list', () => {
    const html = page({ messages: three(), selectedId: 'em_2' })
    expect(opened(html)).toBe('/tour/mailbox/em_2/body')
    expect(current(html)).toEqual(['em_2'])
    expect(html).toContain('data-page="message"')
    expect(html).toContain('<a class="back" href="/tour/mailbox">All messages</a>')
  })

  test('falls back to the newest when the chosen one is not there', () => {
    const html = page({ messages: three(), selectedId: 'em_of_another_tour' })
    expect(opened(html)).toBe('/tour/mailbox/em_3/body')
    expect(html).not.toContain('em_of_another_tour')
  })

  test('shows who it is from, all who get it, the plain text, and each attachment at its own address', () => {
    const html = page({
      messages: [
        message({
          cc: ['books@lakeside.example.com', 'head@lakeside.example.com'],
          attachments: [attached('INV-2026-0042.pdf'), attached('INV-2026-0042-R1.pdf')],
        }),
      ],
    })
    expect(words(html)).toMatch(
      /From Clearview To desk@lakeside\.example\.com Cc books@lakeside\.example\.com, head@lakeside\.example\.com Sent Mar 9/,
    )
    expect(html).toContain('<pre>Hello,\nEUR 275.40 is due.\n</pre>')
    expect(
      [...html.matchAll(/href="(\/tour\/mailbox\/em_1\/attachments\/\d+)"[^>]*>([^<]+)</g)].map((m) =>
        m.slice(1),
      ),
    ).toEqual([
      ['/tour/mailbox/em_1/attachments/0', 'INV-2026-0042.pdf'],
      ['/tour/mailbox/em_1/attachments/1', 'INV-2026-0042-R1.pdf'],
    ])
  })

  test('leaves out what a message does not have', () => {
    const text = words(page())
    expect(text).not.toMatch(/\bCc\b|PDF|undefined|null|\[object/)
    expect(page()).not.toContain('aria-label="Attachments"')
  })

  test('says that it is the tour’s, that mail goes nowhere, and leads back to the app', () => {
    for (const html of [page(), page({ messages: [] })]) {
      expect(words(html)).toContain(
        'Live Tour: what Clearview sends lands here and never leaves this server.',
      )
      expect(html).toContain('<a href="/">Back to the app</a>')
      expect(html).toContain('<a href="/tour/mailbox">Check for mail</a>')
      expect(html).not.toContain('<script')
    }
  })

  test('says what the guided tour asks for, to whoever walks it', () => {
    expect(words(page({ hint: 'Open the newest invoice.' }))).toContain(
      'Guided tour Open the newest invoice.',
    )
    expect(words(page())).not.toContain('Guided tour')
  })

  test('says what to do while it is empty', () => {
    const html = page({ messages: [] })
    expect(words(html)).toContain('No mail yet Send an invoice and it lands here.')
    expect(html).not.toContain('<iframe')
  })

  test('shows somebody’s words as words', () => {
    const html = page({
      business: poison,
      selectedId: poison,
      messages: [
        message({
          subject: poison,
          from_name: poison,
          recipients: [poison],
          cc: [poison],
          kind: poison,
          body_text: poison,
          attachments: [attached(poison)],
        }),
      ],
    })
    expect(html).not.toMatch(/<script|<img|onerror="/)
    expect(html.match(/&lt;script&gt;alert\(1\)/g)!.length).toBeGreaterThanOrEqual(10)
    expect(html.match(/<\/(?:title|pre)>/g)).toEqual(['</title>', '</pre>'])
  })
})

describe('the walls around a mail', () => {
  test('the page runs no script and is framed by nobody', () => {
    expect(directives(mailboxHeaders)).toEqual({
      'default-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
      'frame-src': "'self'",
      'img-src': "'self' data:",
      'style-src': "'self'",
    })
  })

  test('the mail runs no script, loads nothing, and has no origin, whoever opens its address', () => {
    expect(directives(messageBodyHeaders)).toEqual({
      'default-src': "'none'",
      'style-src': "'unsafe-inline'",
      'img-src': 'data:',
      'frame-ancestors': "'self'",
      sandbox: 'allow-popups allow-popups-to-escape-sandbox',
    })
    expect(page()).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>')
  })

  test('neither is kept, nor told to another site', () => {
    for (const headers of [mailboxHeaders, messageBodyHeaders]) {
      expect(headers).toMatchObject({
        'cache-control': 'private, no-store',
        'referrer-policy': 'same-origin',
      })
    }
  })
})

describe('the HTML of a mail', () => {
  const mails: [name: string, html: string][] = []
  beforeAll(async () => {
    for (const [name, render] of Object.entries(emailExamples('en')))
      mails.push([name, (await render()).html])
  })

  test('is the mail as it was written, but for links that open in a new tab', () => {
    expect(mails.length).toBeGreaterThan(0)
    for (const [name, html] of mails) {
      const body = renderMessageBody(message({ html }))
      expect(body, name).toMatch(/^<!doctype html[^>]*>.*<head><base target="_blank">/is)
      expect(body.replace('<base target="_blank">', ''), name).toBe(html)
    }
  })

  test('has such links also when the mail has no head', () => {
    expect(renderMessageBody(message({ html: '<p>Hello</p>' }))).toBe('<base target="_blank"><p>Hello</p>')
  })
})

function page(changes: Partial<MailboxView> = {}): string {
  return renderMailbox(
    {
      messages: [message()],
      selectedId: null,
      timeZone: 'Europe/Berlin',
      business: 'Clearview',
      hint: null,
      ...changes,
    },
    { styleUrl: '/browser/mailbox-1a2b3c.css' },
  )
}

function three(): Message[] {
  return ['em_3', 'em_2', 'em_1'].map((id) => message({ id }))
}

function message(changes: Partial<Message> = {}): Message {
  return {
    account_id: 'acct_1',
    id: 'em_1',
    kind: 'invoice',
    invoice_id: 'inv_1',
    customer_id: 'cus_1',
    payment_id: null,
    recipients: ['desk@lakeside.example.com'],
    cc: [],
    reply_to: null,
    from_name: 'Clearview',
    subject: 'Invoice INV-2026-0042 from Clearview',
    html: '<!DOCTYPE html><html><head></head><body><p>Hello</p></body></html>',
    body_text: 'Hello,\nEUR 275.40 is due.\n',
    attachments: [],
    revision: 1,
    with_link: true,
    state: 'sent',
    delivered_to: [],
    dedupe_key: null,
    error: null,
    created_at: new Date('2026-03-09T14:05:00Z'),
    sent_at: new Date('2026-03-09T14:05:01Z'),
    ...changes,
  }
}

function attached(name: string): Message['attachments'][number] {
  return { name, kind: 'invoice', revision: 1, withLink: true }
}

/** What each link of the list says, which is also its accessible name. */
function rowsOf(html: string): string[] {
  return [...html.matchAll(/<li><a href="\/tour\/mailbox\?message=.*?<\/a>/gs)].map(([row]) => words(row))
}

function current(html: string): string[] {
  return [...html.matchAll(/message=(\w+)" aria-current="true"/g)].map((found) => found[1]!)
}

function opened(html: string): string | undefined {
  return /<iframe [^>]*src="([^"]*)"/.exec(html)?.[1]
}

function directives(headers: Record<string, string>): Record<string, string> {
  const entries = headers['content-security-policy']!.split('; ').map((directive) => {
    const [name = '', ...values] = directive.split(' ')
    return [name, values.join(' ')]
  })
  return Object.fromEntries(entries)
}

function words(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
