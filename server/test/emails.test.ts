import { formatMoney } from '@quittance/core/money'
import { describe, expect, test } from 'vitest'
import { renderInvoiceEmail } from '../src/features/invoices/invoice-email.tsx'
import { renderCancelledEmail } from '../src/features/notifications/cancelled-email.tsx'
import { renderPaidEmail } from '../src/features/notifications/paid-email.tsx'
import { renderReceiptEmail } from '../src/features/notifications/receipt-email.tsx'
import type { RenderedEmail } from '../src/platform/mail/email-layout.tsx'
import { emailExamples } from './email-examples.ts'
import { line, snapshot } from './pay-page-views.ts'

const total = snapshot().totals.total
const payUrl = 'http://localhost:3000/pay/tokenTokenTokenTokenTok'

describe.each(['en', 'fr', 'de', 'es', 'ar'])('e-mails in %s', (language) => {
  test.each(Object.entries(emailExamples(language)))(
    '%s has a subject, a text and a table-safe HTML part',
    async (_, render) => {
      const email = await render()
      expect(email.subject).toContain('INV-2026-0042')
      expect(email.html).toContain(`lang="${language}"`)
      const direction = language === 'ar' ? 'rtl' : 'ltr'
      for (const tag of ['html', 'body'])
        expect(new RegExp(`<${tag} [^>]*>`).exec(email.html)![0]).toContain(`dir="${direction}"`)
      for (const part of [email.subject, email.text, visible(email.html)]) {
        expect(part).not.toMatch(/undefined|null|NaN|\[object|[{}]/)
      }
      expect(email.text).not.toMatch(/<|&\w+;|\n{3}/)
      expect(email.text).toMatch(/\S\n$/)
    },
  )

  test('name the amount, the day and the address in both parts', async () => {
    const email = await emailExamples(language).invoice!()
    const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
      Date.UTC(2026, 2, 16),
    )
    for (const part of [email.text, visible(email.html)]) {
      expect(part).toContain(formatMoney(total, 'eur', language))
      expect(part).toContain(day)
      expect(part).toContain(payUrl)
    }
  })
})

describe('the invoice e-mail', () => {
  test('has the link as a button and as the bare address (R15)', async () => {
    const { html, text } = await emailExamples('en').invoice!()
    expect(html.match(new RegExp(`href="${payUrl}"`, 'g'))).toHaveLength(2)
    expect(visible(html)).toContain('View and pay')
    expect(text).toContain(`View and pay:\n${payUrl}\n`)
  })

  test('without a link says how else to pay, and carries no address of ours (R19)', async () => {
    const { html, text } = await emailExamples('en').invoice_without_link!()
    for (const part of [text, visible(html)]) {
      expect(part).toContain('By bank transfer: IBAN GB00')
      expect(part).not.toContain('View and pay')
      expect(part).not.toContain('localhost')
    }
  })

  test('carries the sender’s own words, line by line', async () => {
    const { html, text } = await emailExamples('en').invoice!()
    expect(text).toContain('Thank you for having us again.\nSee you in spring!')
    expect(html).toContain('Thank you for having us again.\nSee you in spring!')
  })

  test('says that it takes the place of an earlier one', async () => {
    const { subject, text } = await emailExamples('en').invoice_updated!()
    expect(subject).toBe('Updated invoice INV-2026-0042 from Clearview Window Care')
    expect(text).toContain('This version takes the place of the earlier one.')
  })

  test('has rows that add up, also when a part is paid and when lines are left to the PDF', async () => {
    expect((await emailExamples('en').invoice_partly_paid!()).text.replaceAll('\u00a0', ' ')).toContain(
      'Total: EUR 275.40\nAmount paid: -EUR 100.00\nAmount due: EUR 175.40',
    )
    const many = (await emailExamples('en').invoice_many_lines!()).text.replaceAll('\u00a0', ' ')
    expect(many).toContain('Visit 8: EUR 40.00\n4 more lines in the PDF: EUR 160.00\nSubtotal: EUR 480.00')
  })

  test('asks for nothing once it is paid', async () => {
    const { text } = await emailExamples('en').invoice_paid!()
    expect(text).toContain('It is paid: there is nothing left to do.')
    expect(text).not.toMatch(/is due|View and pay/)
  })
})

describe('the e-mails about a payment', () => {
  test('tell administrators who paid what, how, and where to look (R29)', async () => {
    const { subject, text } = await emailExamples('en').paid!()
    expect(subject).toBe('Invoice INV-2026-0042 was paid')
    for (const words of [
      'Lakeside Guest House',
      'EUR\u00a0275.40',
      'Visa •••• 4242',
      '/payments/invoices/inv_1',
    ]) {
      expect(text).toContain(words)
    }
    expect(text).toContain('The invoice is paid in full.')
  })

  test('tell them what remains, and never call a part the whole', async () => {
    const { subject, text } = await emailExamples('en').paid_partly!()
    expect(subject).toBe('Part of invoice INV-2026-0042 was paid')
    expect(text).toContain('Remaining due: EUR\u00a0175.40')
    expect(text).not.toContain('paid in full')
  })

  test('tell them of money to refund (R32)', async () => {
    const { subject, text } = await emailExamples('en').paid_unapplied!()
    expect(subject).toBe('A payment for invoice INV-2026-0042 is to be refunded')
    expect(text).not.toContain('paid in full')
  })

  test('thank the customer and lead to the page that shows it paid (R30)', async () => {
    const { subject, text, html } = await emailExamples('en').receipt!()
    expect(subject).toBe('Receipt INV-2026-0042-R1 from Clearview Window Care')
    expect(text).toContain(
      'Clearview Window Care has received your payment of EUR\u00a0275.40 for invoice INV-2026-0042.',
    )
    expect(html).toContain(`href="${payUrl}"`)
  })

  test('name no amount when the invoice was cancelled', async () => {
    const { text, html } = await emailExamples('en').cancelled!()
    expect(text + visible(html)).not.toMatch(/EUR|275/)
  })
})

describe('somebody’s words in an e-mail', () => {
  const poison = `</title></style><script>alert(1)</script><img src=x>"'&\r\nBcc: everyone@example.com`
  const party = { name: poison, addressLines: [poison], email: poison, phone: poison, taxId: poison }
  const poisoned = snapshot({
    number: poison,
    company: party,
    customer: party,
    lines: [line(poison, '1', 1_000, { detail: poison })],
    note: poison,
    terms: poison,
  })
  const amount = poisoned.totals.total
  const receipt = {
    snapshot: poisoned,
    receiptNumber: poison,
    paidAt: '2026-03-09',
    method: poison,
    amount,
    amountPaid: amount,
    amountDue: 0,
  }
  const emails: Record<string, () => Promise<RenderedEmail>> = {
    invoice: () =>
      renderInvoiceEmail({
        snapshot: poisoned,
        message: poison,
        paymentUrl: null,
        amountDue: amount,
        kind: 'new',
      }),
    paid: () =>
      renderPaidEmail({
        language: 'en',
        snapshot: poisoned,
        amount,
        currency: 'eur',
        method: poison,
        amountDue: 0,
        unapplied: 0,
        adminUrl: 'http://localhost:3000/',
      }),
    receipt: () => renderReceiptEmail({ receipt, paymentUrl: payUrl }),
    cancelled: () => renderCancelledEmail({ snapshot: poisoned }),
  }

  test.each(Object.entries(emails))(
    '%s: can never begin another header, and are text in the HTML',
    async (_, render) => {
      const { subject, html } = await render()
      expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
      expect([...subject].length).toBeLessThanOrEqual(200)
      expect(html).not.toContain('<script')
      expect(html).not.toContain('<img')
      expect(html).toContain('&lt;script&gt;alert(1)')
    },
  )

  test('load nothing from anywhere, whatever the e-mail', async () => {
    for (const render of Object.values({ ...emailExamples('en'), ...emails })) {
      const { html } = await render()
      expect(html).not.toMatch(/<(?:img|link|iframe|object|script|video)\b|@import|url\(/i)
    }
  })
})

/** The words a reader of the HTML part sees. */
function visible(html: string): string {
  return html
    .replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->|<head[\s\S]*?<\/head>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
}
