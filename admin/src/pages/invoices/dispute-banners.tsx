import { useQuery } from '@tanstack/react-query'
import { invoiceDisputesQuery } from '../../api/queries.ts'
import type { Dispute } from '../../api/types.ts'
import { moment } from '../../blocks/dates.ts'
import { money } from '../../blocks/money.tsx'
import { Banner } from '../../ui/banner.tsx'

/** What the customer's bank objects to, and by when to answer (trap 16). Those that ended well need no banner. */
export function DisputeBanners({ invoiceId }: { invoiceId: string }) {
  const { data = [] } = useQuery(invoiceDisputesQuery(invoiceId))
  return data
    .filter(({ standing }) => standing !== 'won' && standing !== 'closed')
    .map((dispute) => (
      <Banner
        key={dispute.id}
        tone={dispute.standing === 'warning' ? 'warn' : 'bad'}
        title={titleOf(dispute)}
      >
        {adviceOn(dispute)}
      </Banner>
    ))
}

function titleOf({ standing, amount, currency }: Dispute): string {
  const sum = money(amount, currency)
  if (standing === 'lost') return `Dispute lost: the customer’s bank keeps ${sum}`
  return standing === 'warning'
    ? `The customer’s bank asks about the payment of ${sum}`
    : `The customer’s bank disputes the payment of ${sum}`
}

function adviceOn({ standing, status, reason, due_by: dueBy }: Dispute): string {
  const why = reason === 'general' ? '' : `Reason: ${reason.replaceAll('_', ' ')}. `
  if (standing === 'lost')
    return `${why}If the customer still owes you the money, settle it with them and duplicate the invoice to bill it again.`
  if (status.endsWith('under_review'))
    return `${why}Your answer is with the bank. It can take some weeks to decide.`
  const until = dueBy ? ` by ${moment(dueBy)}` : ''
  return standing === 'warning'
    ? `${why}No money has moved yet. Answer in Stripe’s Dashboard${until}, or refund the payment, to prevent a dispute.`
    : `${why}The bank has taken the money back for now. Answer in Stripe’s Dashboard${until}. Do not refund meanwhile: it would pay twice.`
}
