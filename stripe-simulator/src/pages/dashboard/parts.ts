import type { Account, Charge, PaymentMethod } from '../../objects.ts'
import type { Simulator } from '../../simulator.ts'
import type { Work } from '../../work.ts'
import { type Markup, markup } from '../html.ts'

/** What every view is drawn from. `work` is for reading. */
export type Dashboard = { simulator: Simulator; work: Work; account: Account; view: string }

/** The newest rows are shown; more would help nobody. */
export const rowsShown = 100

/** A form that does what the test control `name` does; `fields` are sent along unseen. */
export function postForm(
  { account, view }: Dashboard,
  name: string,
  fields: Record<string, string>,
  content: Markup,
): Markup {
  const hidden = Object.entries({ account: account.id, view, ...fields })
  return markup`<form method="post" action="/dashboard/${name}">${hidden.map(
    ([field, value]) => markup`<input type="hidden" name="${field}" value="${value}">`,
  )}${content}</form>`
}

export function badge(status: string): Markup {
  const tone = /^(succeeded|won|enabled|active|granted|accepted|paid)/.test(status)
    ? 'good'
    : /^(failed|lost|revoked|disabled|canceled|inactive|disputed|needs_response)/.test(status)
      ? 'bad'
      : 'plain'
  return markup`<span class="status ${tone}">${status.replaceAll('_', ' ')}</span>`
}

/** Seconds of simulator time as a date people read, in UTC. */
export function moment(seconds: number): Markup {
  const iso = new Date(seconds * 1000).toISOString()
  return markup`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)}</time>`
}

export function empty(words: string): Markup {
  return markup`<p class="empty">${words}</p>`
}

/** `Visa •••• 4242`, of a kept method or of what a charge was paid with. */
export function methodName(method: PaymentMethod | Charge['payment_method_details'] | undefined): string {
  const { card, sepa_debit: sepa, us_bank_account: usBank } = method ?? {}
  if (card) {
    const brand = card.brand ?? 'card'
    return `${brand.charAt(0).toUpperCase()}${brand.slice(1)} •••• ${card.last4}`
  }
  if (sepa) return `SEPA •••• ${sepa.last4}`
  return usBank ? `US bank •••• ${usBank.last4}` : ''
}
