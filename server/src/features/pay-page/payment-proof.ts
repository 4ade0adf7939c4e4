import { html } from 'hono/html'
import type { Html } from '../../platform/html/document.ts'
import type { Speech } from '../../words/speech.ts'
import { factList } from './pay-document.ts'
import type { PayPageView } from './view.ts'

/** When, how and how much was paid, with the receipt. Nothing when no payment is known. */
export function paymentProof(view: PayPageView, speech: Speech): Html {
  const { say } = speech
  const payment = view.lastPayment
  if (!payment) return html``
  return html`${factList([
    [say('receipt.amount'), speech.money(payment.amount, payment.currency)],
    [say('receipt.paidOn'), speech.date(payment.paidAt)],
    [say('receipt.method'), payment.method],
    [say('receipt.number'), payment.receiptNumber],
  ])}
<p><a class="button" href="/pay/${view.token}/receipt.pdf">${say('pay.downloadReceipt')}</a></p>`
}
