import type { Customer, PaymentMethod } from '../../objects.ts'
import { type Markup, markup } from '../html.ts'
import { badge, type Dashboard, empty, methodName, postForm, rowsShown } from './parts.ts'

/** Other behaviours a kept method can be given. */
const behaviours = {
  card: {
    pm_card_visa: 'pays',
    pm_card_authenticationRequired: 'always asks the bank',
    pm_card_chargeDeclinedInsufficientFunds: 'insufficient funds',
    pm_card_chargeDeclinedStolenCard: 'stolen card',
    pm_card_createDispute: 'pays, then disputed',
    pm_card_refundFail: 'pays, refunds fail',
  },
  sepa_debit: {
    AT611904300234573201: 'pays',
    AT861904300235473202: 'insufficient funds',
    AT591904300235473203: 'pays, then disputed',
  },
  us_bank_account: {
    pm_usBankAccount_success: 'pays',
    pm_usBankAccount_insufficientFunds: 'insufficient funds',
    pm_usBankAccount_dispute: 'pays, then disputed',
  },
} as const

/** Customers, newest first, with the methods they kept. */
export function customersView(dashboard: Dashboard): Markup {
  const living = dashboard.work
    .all('customer')
    .filter((customer): customer is Customer => !('deleted' in customer))
    .slice(0, rowsShown)
  if (living.length === 0) return empty('No customers yet.')
  return markup`${living.map((customer) => row(dashboard, customer))}`
}

function row(dashboard: Dashboard, customer: Customer): Markup {
  const methods = dashboard.work.all('payment_method').filter((method) => method.customer === customer.id)
  return markup`<details class="row"><summary><strong>${customer.name ?? customer.email ?? customer.id}</strong>
<span class="what">${customer.name && customer.email}</span> <span class="quiet">${methods.length} saved</span></summary>
<p class="quiet"><code>${customer.id}</code></p>
${methods.map((method) => methodRow(dashboard, method))}
<div class="actions">${postForm(dashboard, 'customer/delete', { customer: customer.id, done: 'Deleted.' }, markup`<button class="danger">Delete customer</button>`)}</div>
</details>`
}

function methodRow(dashboard: Dashboard, method: PaymentMethod): Markup {
  const { id: payment_method, card } = method
  const act = (action: string, words: string, done: string) =>
    postForm(dashboard, 'payment_method', { payment_method, action, done }, markup`<button>${words}</button>`)
  const choices = Object.entries(behaviours[method.type as keyof typeof behaviours] ?? {})
  const mandate = dashboard.work.all('mandate').find((entry) => entry.payment_method === payment_method)
  return markup`<div class="card"><p>${methodName(method)} <span class="quiet">${card && `${card.exp_month}/${card.exp_year}`} ${method.allow_redisplay}</span></p>
<div class="actions">
${act('detach', 'Detach', 'Detached.')}
${card && [act('expire', 'Expire', 'Expired last month.'), act('replace', 'Replace by the network', 'Replaced.')]}
${
  choices.length > 0 &&
  postForm(
    dashboard,
    'payment_method',
    { payment_method, done: 'It behaves so from now on.' },
    markup`<label>From now on <select name="behaves_like">${choices.map(([value, words]) => markup`<option value="${value}">${words}</option>`)}</select></label><button>Set</button>`,
  )
}
${
  mandate &&
  markup`<span>Mandate</span> ${badge(mandate.status)} ${
    mandate.status === 'active' &&
    postForm(
      dashboard,
      'mandate',
      { mandate: mandate.id, status: 'inactive', done: 'The mandate ended.' },
      markup`<button>Withdraw mandate</button>`,
    )
  }`
}
</div></div>`
}
