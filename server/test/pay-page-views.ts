import { toStripeAmount } from '@quittance/core/currency'
import type { DocumentLine, InvoiceSnapshot } from '@quittance/core/invoice/document'
import { type LineTax, totals } from '@quittance/core/invoice/totals'
import type { PayPageView, PayResultView } from '../src/features/pay-page/view.ts'

const vat: LineTax = { id: 'tax_1', name: 'VAT', rate: '20', inclusive: false }

/** An invoice of three lines with a discount and a tax, EUR 274.50 in all, unless told otherwise. */
export function snapshot(changes: Partial<InvoiceSnapshot> = {}): InvoiceSnapshot {
  const lines = changes.lines ?? [
    line('Window cleaning, ground floor', '3.5', 5_500, {
      unit: 'h',
      detail: 'Inside and outside, frames included',
    }),
    line('Ladder and safety equipment', '1', 2_500),
    line('Travel to the site', '12', 100, { unit: 'km' }),
  ]
  const discount = changes.discount ?? null
  return {
    number: 'INV-2026-0042',
    language: 'en',
    currency: 'eur',
    issueDate: '2026-03-02',
    dueDate: '2026-03-16',
    serviceDate: '2026-02-27',
    company: {
      name: 'Clearview Window Care',
      addressLines: ['12 Harbour Street', '2000 Exampleton'],
      email: 'billing@clearview.example.com',
      phone: '+44 20 7946 0000',
      taxId: 'GB123456789',
    },
    customer: {
      name: 'Lakeside Guest House',
      addressLines: ['1 Lake Road'],
      email: 'desk@lakeside.example.com',
      phone: '+44 20 7946 0999',
      taxId: 'GB987654321',
    },
    lines,
    discount,
    totals: totals(lines, discount),
    note: 'Thank you for having us again.',
    terms:
      'Payable within 14 days. By bank transfer: IBAN GB00 EXAM 0000 0000 0000 00, please name the invoice number.',
    ...changes,
  }
}

/** A line at `unitAmount` minor units each. */
export function line(
  description: string,
  quantity: string,
  unitAmount: number,
  more: Partial<DocumentLine> = {},
): DocumentLine {
  return {
    description,
    detail: null,
    quantity,
    unit: null,
    unitAmount,
    taxes: [vat],
    discount: null,
    ...more,
  }
}

/** A payable page of that invoice, unless told otherwise. */
export function view(changes: Partial<PayPageView> = {}): PayPageView {
  const shown = changes.snapshot ?? snapshot()
  const amountPaid = changes.amountPaid ?? 0
  const amountDue = changes.amountDue ?? shown.totals.total - amountPaid
  return {
    state: 'payable',
    token: 'tokenTokenTokenTokenTok',
    language: shown.language,
    snapshot: shown,
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
    stripe: stripeAt('https://js.stripe.com/endive/stripe.js', amountDue, shown.currency),
    simulated: false,
    replacementUrl: null,
    ...changes,
  }
}

/** Where the page loads Stripe.js from, and what it asks Stripe for. */
export function stripeAt(
  jsUrl: string,
  amountDue: number,
  currency: string,
): NonNullable<PayPageView['stripe']> {
  return {
    jsUrl,
    publishableKey: 'pk_test_51ClearviewWindowCareExample',
    stripeAccount: null,
    amount: amountDue > 0 ? toStripeAmount(amountDue, currency) : 0,
    currency,
  }
}

const paidInFull = { amountPaid: snapshot().totals.total, amountDue: 0, stripe: null }
const cardPayment = {
  amount: snapshot().totals.total,
  currency: 'eur',
  method: 'Visa •••• 4242',
  paidAt: '2026-03-09',
  receiptNumber: 'INV-2026-0042-R1',
}

/** Every state of the payment page (R22) by name, in `language`. */
export function payPageStates(language = 'en'): Record<string, PayPageView> {
  const shown = snapshot({ language })
  const of = (changes: Partial<PayPageView> = {}) => view({ snapshot: shown, ...changes })
  return {
    payable: of(),
    partly_paid: of({ amountPaid: 10_000, lastPayment: { ...cardPayment, amount: 10_000 } }),
    overdue: of({ overdue: true }),
    edited: of({ edited: true, amountDue: shown.totals.total + 2_400 }),
    to_confirm: of({ awaitsConfirmation: true, lastFailure: 'Your card was declined.' }),
    part_to_confirm: of({ awaitsConfirmation: true, amountAsked: 5_000 }),
    customers_own: of({ isCustomersOwn: true }),
    declined: of({ lastFailure: 'Your card has insufficient funds. Try another card.' }),
    tour: of({ simulated: true }),
    processing: of({ state: 'processing', stripe: null }),
    paid: of({ state: 'paid', ...paidInFull, lastPayment: cardPayment }),
    refunded: of({ state: 'refunded', ...paidInFull, lastPayment: cardPayment }),
    link_off: of({ state: 'link_off', stripe: null }),
    held: of({ state: 'held', stripe: null }),
    cancelled: of({ state: 'cancelled', amountDue: 0, stripe: null }),
    replaced: of({
      state: 'cancelled',
      amountDue: 0,
      stripe: null,
      replacementUrl: 'http://localhost:3000/pay/nextNextNextNextNextNe',
    }),
  }
}

/** Names, words and figures longer than anyone expects, right-to-left text among them, and more lines than are shown. */
export function longInvoice(language = 'en'): PayPageView {
  const word = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'
  const plain = snapshot()
  const lines = [
    line(`${word}${word}`, '1234.567891', 98_765, { unit: 'Quadratmeterstunden', detail: word.repeat(3) }),
    line('تنظيف النوافذ في الطابق الأرضي', '2', 123_456_789, {
      discount: { type: 'percent', percent: '12.5' },
    }),
    ...Array.from({ length: 60 }, (_, index) => line(`Position ${index + 1}`, '1', 1_000)),
  ]
  return view({
    language,
    overdue: true,
    simulated: true,
    snapshot: snapshot({
      language,
      currency: 'kwd',
      number: 'RECHNUNG/2026-ABTEILUNG-SUED/000000000042',
      company: { ...plain.company, name: `${word} & Partner Glas- und Gebäudereinigung Süd GmbH & Co. KG` },
      customer: { ...plain.customer, name: `${word} Verwaltungsgesellschaft` },
      lines,
      discount: { type: 'percent', percent: '3' },
      totals: totals(lines, { type: 'percent', percent: '3' }),
      note: `${word}${word}${word}`,
    }),
    amountPaid: 5_000_000,
    amountDue: 99_999_990,
    edited: true,
    lastFailure: `${word} ${word}`,
  })
}

/** Every outcome of the result page (R27) by name, in `language`. */
export function resultStates(language = 'en'): Record<string, PayResultView> {
  const states = payPageStates(language)
  const partly = states.partly_paid!
  return {
    succeeded: { outcome: 'succeeded', view: states.paid!, message: null },
    succeeded_partly: { outcome: 'succeeded', view: partly, message: null },
    processing: { outcome: 'processing', view: states.processing!, message: null },
    failed: { outcome: 'failed', view: states.declined!, message: 'Your card was declined.' },
    pending: { outcome: 'pending', view: states.payable!, message: null },
  }
}
