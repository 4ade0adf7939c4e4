import type { Dispute } from '../../objects.ts'
import { amountInWords } from '../../payments/amounts.ts'
import { isOpen } from '../../payments/dispute-charge.ts'
import { type Markup, markup } from '../html.ts'
import { badge, type Dashboard, empty, moment, postForm, rowsShown } from './parts.ts'

/** Disputes, newest first, to be decided. */
export function disputesView(dashboard: Dashboard): Markup {
  const disputes = dashboard.work.all('dispute').slice(0, rowsShown)
  if (disputes.length === 0) return empty('No disputes. Open one from a payment.')
  return markup`${disputes.map((dispute) => row(dashboard, dispute))}`
}

function row(dashboard: Dashboard, dispute: Dispute): Markup {
  const { due_by: dueBy } = dispute.evidence_details
  const decide = (outcome: string, words: string) =>
    postForm(
      dashboard,
      'dispute',
      { dispute: dispute.id, outcome, done: 'Decided.' },
      markup`<button>${words}</button>`,
    )
  const isInquiry = dispute.status.startsWith('warning_')
  return markup`<div class="row card">
<p><strong>${amountInWords(dispute.amount, dispute.currency)}</strong> ${badge(dispute.status)} <span class="what">${dispute.reason.replaceAll('_', ' ')}</span>
<span class="quiet">${moment(dispute.created)}${dueBy && markup`, answer due ${moment(dueBy)}`}</span></p>
<p class="quiet"><code>${dispute.id}</code> <code>${dispute.payment_intent}</code></p>
${
  isOpen(dispute) &&
  markup`<div class="actions">${
    isInquiry
      ? [decide('won', 'Close the inquiry'), decide('escalated', 'Escalate to a dispute')]
      : [decide('won', 'Merchant wins'), decide('lost', 'Merchant loses')]
  }</div>`
}
</div>`
}
