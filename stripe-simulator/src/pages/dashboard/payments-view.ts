import type { PaymentIntent, Refund } from '../../objects.ts'
import { amountInWords, decimalsOf } from '../../payments/amounts.ts'
import { type Markup, markup } from '../html.ts'
import { badge, type Dashboard, empty, methodName, moment, postForm, rowsShown } from './parts.ts'

/** Payments, newest first, with what can be done about each. */
export function paymentsView(dashboard: Dashboard): Markup {
  const intents = dashboard.work.all('payment_intent').slice(0, rowsShown)
  if (intents.length === 0) return empty('No payments yet.')
  return markup`${intents.map((intent) => row(dashboard, intent))}`
}

function row(dashboard: Dashboard, intent: PaymentIntent): Markup {
  const { work } = dashboard
  const charge = intent.latest_charge ? work.get('charge', intent.latest_charge) : undefined
  const refunds = work.all('refund').filter((refund) => refund.payment_intent === intent.id)
  const customer = intent.customer ? work.find('customer', intent.customer) : undefined
  const who = customer && !('deleted' in customer) ? (customer.name ?? customer.email) : null
  const status = charge?.disputed ? 'disputed' : charge?.refunded ? 'refunded' : intent.status
  return markup`<details class="row"><summary>
<strong>${amountInWords(intent.amount, intent.currency)}</strong> ${badge(status)}
<span class="what">${who ?? intent.description ?? intent.id}</span>
<span class="quiet">${methodName(charge?.payment_method_details)} ${moment(intent.created)}</span></summary>
<p class="quiet"><code>${intent.id}</code> ${intent.last_payment_error?.message}</p>
${refunds.map((refund) => refundRow(dashboard, refund))}
${charge?.status === 'succeeded' && charge.captured && actions(dashboard, intent, charge.amount_captured - charge.amount_refunded)}
${charge?.review && reviewForm(dashboard, charge.review as string)}
</details>`
}

function actions(dashboard: Dashboard, intent: PaymentIntent, left: number): Markup {
  const { id: payment_intent, currency } = intent
  const decimals = decimalsOf(currency)
  const whole = (left / 10 ** decimals).toFixed(decimals)
  return markup`<div class="actions">
${
  left > 0 &&
  postForm(
    dashboard,
    'refund',
    { payment_intent, currency, done: 'Refunded.' },
    markup`<label>Refund <input name="amount" inputmode="decimal" size="9" value="${whole}"></label><button>Refund</button>`,
  )
}
${postForm(
  dashboard,
  'dispute',
  { payment_intent, done: 'Disputed.' },
  markup`<label>Dispute <select name="reason"><option value="fraudulent">Fraudulent</option><option value="product_not_received">Product not received</option><option value="inquiry">Inquiry</option></select></label><button>Dispute</button>`,
)}
${postForm(dashboard, 'fraud_warning', { payment_intent, done: 'The issuer warned of fraud.' }, markup`<button>Early fraud warning</button>`)}
</div>`
}

function refundRow(dashboard: Dashboard, refund: Refund): Markup {
  return markup`<div class="actions"><span>Refund of ${amountInWords(refund.amount, refund.currency)}</span> ${badge(refund.status ?? '')} ${moment(refund.created)}
${
  refund.status !== 'failed' &&
  postForm(
    dashboard,
    'refund/fail',
    { refund: refund.id, done: 'The refund came back.' },
    markup`<button>Let it fail</button>`,
  )
}</div>`
}

function reviewForm(dashboard: Dashboard, id: string): Markup | false {
  return (
    (dashboard.work.find('review', id)?.open ?? false) &&
    postForm(
      dashboard,
      'review',
      { review: id, done: 'Approved.' },
      markup`<span>Under review: elevated risk.</span> <button>Approve</button>`,
    )
  )
}
