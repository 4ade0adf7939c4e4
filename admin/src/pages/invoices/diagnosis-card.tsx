import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  Banknote,
  CircleAlert,
  Clock,
  CreditCard,
  Inbox,
  Info,
  Link2,
  Pencil,
  RotateCw,
  Send,
  Zap,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { sentenceFor } from '../../api/problem.ts'
import { diagnosisQuery } from '../../api/queries.ts'
import { useSession } from '../../api/session.ts'
import type { Diagnosis, DiagnosisAction, Invoice } from '../../api/types.ts'
import { useAction } from '../../api/use-action.ts'
import { ChargeDialog } from '../../blocks/charge-dialog.tsx'
import { moment } from '../../blocks/dates.ts'
import { paths } from '../../paths.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { RecordPaymentDialog } from './actions/record-payment-dialog.tsx'
import { canEdit } from './acts.ts'

type Finding = Diagnosis['findings'][number]

/** Why an open invoice is not paid: the most telling reason first, each with what helps. */
export function DiagnosisCard({ invoice, onSend }: { invoice: Invoice; onSend: () => void }) {
  const { data, error, isPending, refetch } = useQuery(diagnosisQuery(invoice.id))
  return (
    <Card title="Why is this not paid?">
      {isPending ? (
        <Skeleton className="h-16 w-full" />
      ) : data ? (
        <>
          <p className="text-xl leading-snug font-semibold tracking-tight">{data.headline}</p>
          <ul aria-label="Reasons" className="mt-3 flex flex-col gap-4">
            {data.findings.map((finding) => (
              <Reason key={finding.code} finding={finding} invoice={invoice} onSend={onSend} />
            ))}
          </ul>
        </>
      ) : (
        <div role="alert" className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-soft">{sentenceFor(error)}</p>
          <Button size="small" icon={<RotateCw aria-hidden />} onClick={() => void refetch()}>
            Try again
          </Button>
        </div>
      )}
    </Card>
  )
}

const iconClass = 'mt-0.5 size-4.5 shrink-0'

const levels: Record<Finding['level'], { icon: ReactNode; text: string }> = {
  problem: { icon: <CircleAlert aria-hidden className={`${iconClass} text-bad`} />, text: '' },
  waiting: { icon: <Clock aria-hidden className={`${iconClass} text-info`} />, text: '' },
  note: { icon: <Info aria-hidden className={`${iconClass} text-faint`} />, text: 'text-soft' },
}

function Reason({ finding, invoice, onSend }: { finding: Finding; invoice: Invoice; onSend: () => void }) {
  const { icon, text } = levels[finding.level]
  return (
    <li data-code={finding.code} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2.5">
      <div className="flex min-w-0 flex-1 basis-72 gap-3">
        {icon}
        <div className="min-w-0 max-w-prose">
          <p className={`break-words ${text}`}>{finding.text}</p>
          {finding.since && <p className="mt-0.5 text-sm text-faint">Since {moment(finding.since)}</p>}
        </div>
      </div>
      {finding.action && (
        <div className="max-sm:pl-7.5">
          <Help action={finding.action} invoice={invoice} onSend={onSend} />
        </div>
      )}
    </li>
  )
}

/** The button that does what helps, where the one who looks may do it. */
function Help({
  action,
  invoice,
  onSend,
}: {
  action: DiagnosisAction
  invoice: Invoice
  onSend: () => void
}) {
  const { member } = useSession()
  const params = { path: { id: invoice.id } }
  const [asks, setAsks] = useState(false)
  const retry = useAction(
    (id: string) => answer(api.POST('/messages/{id}/retry', { params: { path: { id } } })),
    { done: 'The e-mail is tried again.' },
  )
  const addLink = useAction(() => answer(api.POST('/invoices/{id}/payment_link', { params })), {
    done: 'The payment link is added. Send the invoice again so that your customer has it.',
  })
  const { label, kind } = action
  switch (kind) {
    case 'send':
    case 'send_again':
      return (
        <Button icon={<Send aria-hidden />} onClick={onSend}>
          {label}
        </Button>
      )
    case 'correct_address':
      // Where money came already only the next sending can go elsewhere.
      return canEdit(invoice) ? (
        <Link to={paths.editInvoice(invoice.id)} className={buttonClass()}>
          <Pencil aria-hidden />
          {label}
        </Link>
      ) : (
        <Button icon={<Pencil aria-hidden />} onClick={onSend}>
          {label}
        </Button>
      )
    case 'retry_mail':
      return (
        <Button
          icon={<RotateCw aria-hidden />}
          pending={retry.isPending}
          onClick={() => retry.mutate(action.message_id ?? '')}
        >
          {label}
        </Button>
      )
    case 'add_link':
      return (
        <Button icon={<Link2 aria-hidden />} pending={addLink.isPending} onClick={() => addLink.mutate()}>
          {label}
        </Button>
      )
    case 'copy_link':
      return <CopyButton text={action.url ?? ''} label={label} />
    case 'charge_again':
      return (
        <>
          <Button icon={<Zap aria-hidden />} onClick={() => setAsks(true)}>
            {label}
          </Button>
          <ChargeDialog
            customerId={invoice.customer_id}
            owed={[invoice]}
            isOpen={asks}
            onClose={() => setAsks(false)}
          />
        </>
      )
    case 'record_payment':
      return (
        <>
          <Button icon={<Banknote aria-hidden />} onClick={() => setAsks(true)}>
            {label}
          </Button>
          <RecordPaymentDialog invoice={invoice} isOpen={asks} onClose={() => setAsks(false)} />
        </>
      )
    case 'connect_stripe':
    case 'open_stripe':
      if (member.role !== 'owner') return <p className="text-sm text-faint">An owner can do this.</p>
      return (
        <Link to={paths.stripe()} className={buttonClass()}>
          <CreditCard aria-hidden />
          {label}
        </Link>
      )
    case 'open_deliveries':
      if (member.role === 'staff') return <p className="text-sm text-faint">An administrator can do this.</p>
      return (
        <Link to={paths.deliveries()} className={buttonClass()}>
          <Inbox aria-hidden />
          {label}
        </Link>
      )
  }
}
