import { formatMoney } from '@quittance/core/money'
import { describe, expect, test } from 'vitest'
import {
  line,
  longInvoice,
  payPageStates,
  resultStates,
  snapshot,
  view,
} from '../../../test/pay-page-views.ts'
import { payPageCsp } from './csp.ts'
import { renderErrorPage } from './error.ts'
import { renderNotFoundPage } from './not-found.ts'
import { renderPayPage } from './page.ts'
import type { PaymentFormData } from './payment-form-data.ts'
import { renderResultPage } from './success.ts'
import type { PayPageView } from './view.ts'

const assets = { scriptUrl: '/assets/pay-1a2b3c.js', styleUrl: '/assets/pay-4d5e6f.css' }
const languages = ['en', 'fr', 'de', 'es', 'ar']
const total = snapshot().totals.total

describe('the payment page', () => {
  describe.each(languages)('in %s', (language) => {
    test.each(Object.entries(payPageStates(language)))(
      '%s is a whole document that nobody indexes',
      (_, state) => {
        const html = renderPayPage(state, assets)
        expect(html).toMatch(
          new RegExp(
            `^<!doctype html>\\n<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`,
          ),
        )
        expect(html.trimEnd()).toMatch(/<\/html>$/)
        expect(html).toContain('<meta name="robots" content="noindex, nofollow">')
        expect(html).toContain('<meta name="referrer" content="no-referrer">')
        expect(html.match(/<h1/g)).toHaveLength(1)
        expect(html).toContain('Clearview Window Care')
        expect(plain(html)).not.toMatch(/undefined|null|NaN|\[object|\{\w+\}/)
      },
    )

    test('says amount, dates and figures in the language of the invoice', () => {
      const text = plain(renderPayPage(payPageStates(language).partly_paid!, assets))
      for (const amount of [total, 10_000, total - 10_000, 22_950, 4_590, 19_250]) {
        expect(text).toContain(formatMoney(amount, 'eur', language).replace('\u00a0', ' '))
      }
      expect(text).toContain(
        new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
          Date.UTC(2026, 2, 16),
        ),
      )
    })
  })

  test('offers the form only while something can be paid', () => {
    const states = payPageStates()
    const withForm = Object.keys(states).filter((name) =>
      renderPayPage(states[name]!, assets).includes('id="pay-form"'),
    )
    expect(withForm).toEqual([
      'payable',
      'partly_paid',
      'overdue',
      'edited',
      'to_confirm',
      'part_to_confirm',
      'customers_own',
      'declined',
      'tour',
    ])
  })

  test('has rows that add up to what is due, also after an edit', () => {
    expect(sumRows(payPageStates().partly_paid!)).toEqual([
      'EUR 229.50',
      'EUR 45.90',
      'EUR 275.40',
      '-EUR 100.00',
      'EUR 175.40',
    ])
    expect(sumRows(payPageStates().edited!)).toEqual([
      'EUR 229.50',
      'EUR 45.90',
      'EUR 275.40',
      'EUR 24.00',
      'EUR 299.40',
    ])
    const discounted = snapshot({ discount: { type: 'amount', amount: 1_000 } })
    expect(sumRows(view({ snapshot: discounted }))).toEqual([
      'EUR 229.50',
      '-EUR 10.00',
      'EUR 43.90',
      'EUR 263.40',
    ])
  })

  test('tells before paying that the amount changed (R22)', () => {
    expect(plain(renderPayPage(payPageStates().edited!, assets))).toContain(
      'Clearview Window Care has changed this invoice since it was sent to you. The amount due is now EUR 299.40.',
    )
  })

  test('tells why the last attempt failed, in general words when the reason is not for the payer', () => {
    const declined = plain(renderPayPage(payPageStates().declined!, assets))
    expect(declined).toContain('The last attempt did not go through')
    expect(declined).toContain('Your card has insufficient funds. Try another card.')
    expect(plain(renderPayPage(view({ lastFailure: '' }), assets))).toContain(
      'Nothing was charged. Please try again',
    )
  })

  test('proves a payment: amount, day, method, number and receipt', () => {
    const html = renderPayPage(payPageStates().paid!, assets)
    const text = plain(html)
    for (const words of ['EUR 275.40', 'March 9, 2026', 'Visa •••• 4242', 'INV-2026-0042-R1'])
      expect(text).toContain(words)
    expect(html).toContain('href="/pay/tokenTokenTokenTokenTok/receipt.pdf"')
  })

  test('says how else to pay when online payment is off, and shows what is owed', () => {
    const html = renderPayPage(payPageStates().link_off!, assets)
    expect(plain(html)).toContain('Online payment is not available')
    expect(plain(html)).toContain('EUR 275.40')
    expect(plain(html)).toContain('By bank transfer: IBAN GB00')
    expect(html).toContain('href="mailto:billing@clearview.example.com"')
  })

  test('shows no amount of a cancelled invoice, and leads to the one that replaces it (R18)', () => {
    for (const name of ['cancelled', 'replaced']) {
      expect(plain(renderPayPage(payPageStates()[name]!, assets))).not.toMatch(/EUR|275|229/)
    }
    expect(renderPayPage(payPageStates().replaced!, assets)).toContain(
      'href="http://localhost:3000/pay/nextNextNextNextNextNe"',
    )
    expect(renderPayPage(payPageStates().cancelled!, assets)).not.toContain('replace')
  })

  test('marks a simulated Stripe', () => {
    expect(plain(renderPayPage(payPageStates().tour!, assets))).toContain(
      'no money moves. Card 4242 4242 4242 4242',
    )
    expect(plain(renderPayPage(payPageStates().payable!, assets))).not.toContain('no money moves')
  })

  test('speaks English, and says so, where there is no catalogue', () => {
    const html = renderPayPage(view({ language: 'ja' }), assets)
    expect(html).toContain('<html lang="en" dir="ltr">')
    expect(plain(html)).toContain('Due March 16, 2026')
  })

  test('shows the first 40 lines of a long invoice and counts the rest', () => {
    const html = renderPayPage(longInvoice(), assets)
    expect(html.match(/<tr><th scope="row"><span dir="auto">/g)).toHaveLength(40)
    expect(plain(html)).toContain('22 more lines in the PDF')
  })

  test('draws a long amount smaller, so that it never breaks in two', () => {
    expect(renderPayPage(longInvoice(), assets)).toContain(
      '<span class="amount" data-amount-due>KWD\u00a099,999.990</span>',
    )
    const huge = view({
      snapshot: snapshot({ lines: [line('Bridge', '1', 99_999_999_999)] }),
      stripe: null,
      state: 'link_off',
    })
    expect(renderPayPage(huge, assets)).toContain(
      '<span class="amount long" data-amount-due>EUR\u00a01,199,999,999.99</span>',
    )
  })
})

describe('every page', () => {
  const poison = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'&`
  const poisoned = view({
    lastFailure: poison,
    edited: true,
    amountDue: total + 1,
    snapshot: snapshot({
      number: poison,
      company: { name: poison, addressLines: [poison], email: poison, phone: poison, taxId: poison },
      customer: { name: poison, addressLines: [poison], email: poison, phone: poison, taxId: poison },
      lines: [
        line(poison, '1', 1_000, {
          detail: poison,
          unit: poison,
          taxes: [{ id: 't', name: poison, rate: '10', inclusive: true }],
        }),
      ],
      note: poison,
      terms: poison,
    }),
    lastPayment: { amount: 1, currency: 'eur', method: poison, paidAt: '2026-03-09', receiptNumber: poison },
  })

  test.each(['payable', 'processing', 'paid', 'refunded', 'link_off', 'cancelled'] as const)(
    'of state %s escapes every word that somebody typed',
    (state) => expectHarmless(renderPayPage({ ...poisoned, state }, assets)),
  )

  test.each(['succeeded', 'processing', 'failed', 'pending'] as const)('of outcome %s does too', (outcome) =>
    expectHarmless(renderResultPage({ outcome, view: poisoned, message: poison }, assets)),
  )

  test('hands its script exactly what it was given', () => {
    expect(formData(poisoned).words.blocked).toContain(poison)
    expect(formData(view())).toMatchObject({
      amountDue: total,
      stripeAmount: total,
      currency: 'eur',
      revision: 1,
    })
  })

  test('loads nothing from anybody but Stripe, and holds nothing inline', () => {
    const states = Object.values(payPageStates()).map((state) => renderPayPage(state, assets))
    const results = Object.values(resultStates()).map((state) => renderResultPage(state, assets))
    for (const html of [
      ...states,
      ...results,
      renderNotFoundPage('en', assets),
      renderErrorPage('en', assets),
    ]) {
      const addresses = html.match(/\b(?:https?:)?\/\/[^\s"'<]+/g) ?? []
      expect(
        addresses.filter(
          (address) => !/^https:\/\/js\.stripe\.com|^http:\/\/localhost:3000\/pay\//.test(address),
        ),
      ).toEqual([])
      expect(html).not.toMatch(/ style=|<style|\son\w+=|javascript:/)
      expect(html.match(/<script(?! type="(?:module" src=|application\/json"))/g)).toBeNull()
    }
  })

  test('tells nothing of the customer but the name on the invoice', () => {
    const { customer, company } = snapshot()
    for (const state of Object.values(payPageStates())) {
      const html = renderPayPage(state, assets)
      for (const secret of [customer.email, customer.phone, customer.taxId, company.taxId])
        expect(html).not.toContain(secret)
    }
  })

  test('is light, and stays light however long the invoice', () => {
    expect(Buffer.byteLength(renderPayPage(payPageStates().payable!, assets))).toBeLessThan(12_000)
    expect(Buffer.byteLength(renderPayPage(longInvoice(), assets))).toBeLessThan(30_000)
  })

  test('for an unknown address or trouble of ours speaks the reader’s language and claims nothing about money', () => {
    expect(plain(renderNotFoundPage('de-AT', assets))).toContain('Unter dieser Adresse gibt es nichts')
    expect(plain(renderErrorPage('fr', assets))).toContain('Si vous venez de payer, ne payez pas de nouveau')
    expect(plain(renderErrorPage('en', assets))).not.toContain('Nothing was charged')
  })

  function expectHarmless(html: string) {
    expect(html).not.toContain('<script>alert')
    expect(html).not.toContain('<img')
    expect(html.match(/<\/script>/g)?.length ?? 0).toBe(html.match(/<script /g)?.length ?? 0)
  }
})

describe('the result page', () => {
  test('tells success only of success (R27)', () => {
    const states = resultStates()
    const thanking = Object.keys(states).filter((name) =>
      renderResultPage(states[name]!, assets).includes('Payment received'),
    )
    expect(thanking).toEqual(['succeeded', 'succeeded_partly'])
  })

  test('says what was paid to whom, and what is left', () => {
    const text = plain(renderResultPage(resultStates().succeeded_partly!, assets))
    expect(text).toContain('Clearview Window Care has received EUR 100.00 for invoice INV-2026-0042.')
    expect(text).toContain('EUR 175.40 is still due.')
    expect(text).toContain('Pay the rest')
  })

  test('asks for patience, never for another payment, while the outcome is open', () => {
    for (const name of ['processing', 'pending']) {
      const html = renderResultPage(resultStates()[name]!, assets)
      expect(plain(html)).toMatch(/do not pay (again|a second time)/)
      expect(plain(html)).not.toContain('Try again')
    }
  })

  test('says why it failed and lets the payer try again', () => {
    const html = renderResultPage(resultStates().failed!, assets)
    expect(plain(html)).toContain('Your card was declined.')
    expect(html).toContain('<a class="button" href="/pay/tokenTokenTokenTokenTok">Try again</a>')
  })
})

describe('the policy', () => {
  test('lets in Stripe’s own origins and nobody else', () => {
    const csp = payPageCsp({
      stripeJsUrl: 'https://js.stripe.com/endive/stripe.js',
      stripeApiBase: 'https://api.stripe.com',
      simulated: false,
    })
    expect(csp).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; style-src 'self'; img-src 'self' data:; " +
        "script-src 'self' https://js.stripe.com https://*.js.stripe.com; " +
        'frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com; ' +
        "connect-src 'self' https://api.stripe.com",
    )
  })

  test('puts a simulator in Stripe’s place, never beside it', () => {
    const url = 'http://127.0.0.1:12111'
    const csp = payPageCsp({ stripeJsUrl: `${url}/js/stripe.js`, stripeApiBase: url, simulated: true })
    expect(csp).toContain(`script-src 'self' ${url}; frame-src ${url}; connect-src 'self' ${url}`)
    expect(csp).not.toContain('stripe.com')
  })
})

/** The words a reader sees. */
function plain(html: string): string {
  return html
    .replace(/<script[\s\S]*?<\/script>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/ ([.,:])/g, '$1')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
}

function sumRows(state: PayPageView): string[] {
  const table = /<table class="sums">([\s\S]*?)<\/table>/.exec(renderPayPage(state, assets))?.[1] ?? ''
  return [...table.matchAll(/<td[^>]*>([^<]*)</g)].map((match) => match[1]!.replace('\u00a0', ' '))
}

function formData(state: PayPageView): PaymentFormData {
  const block = /<script type="application\/json" id="pay-data">([\s\S]*?)<\/script>/.exec(
    renderPayPage(state, assets),
  )
  return JSON.parse(block?.[1] ?? '') as PaymentFormData
}
