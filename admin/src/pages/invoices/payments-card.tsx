import { useQuery } from '@tanstack/react-query'
import { Download, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { invoicePaymentsQuery, invoiceRefundsQuery } from '../../api/queries.ts'
import { useIsAdministrator } from '../../api/session.ts'
import type { Payment, Refund } from '../../api/types.ts'
import { moment } from '../../blocks/dates.ts'
import { Money } from '../../blocks/money.tsx'
import { failureWords, manualMethods, methodName, PaymentFlags } from '../../blocks/payment-words.tsx'
import { PaymentBadge, RefundBadge } from '../../blocks/status-badge.tsx'
import { paths } from '../../paths.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { RefundDialog } from './actions/refund-dialog.tsx'

/** What was paid on this invoice, what was tried, and what went back. */
export function PaymentsCard({ invoiceId, isHeld }: { invoiceId: string; isHeld: boolean }) {
  const { data: payments = [] } = useQuery(invoicePaymentsQuery(invoiceId))
  const { data: refunds = [] } = useQuery(invoiceRefundsQuery(invoiceId))
  const [refunding, setRefunding] = useState<Payment | null>(null)
  const isAdministrator = useIsAdministrator()
  const mayRefund = isAdministrator && !isHeld
  if (payments.length === 0) return null
  return (
    <Card title="Payments">
      <ul className="-my-3 divide-y divide-line">
        {payments.map((payment) => (
          <li key={payment.id} className="py-3">
            <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
              <PaymentText payment={payment} />
              <div className="flex flex-wrap gap-1">
                {payment.status === 'succeeded' && payment.receipt_number && (
                  <a href={paths.receiptPdf(payment.id)} download className={buttonClass('quiet', 'small')}>
                    <Download aria-hidden />
                    Receipt
                  </a>
                )}
                {mayRefund && payment.amount_refundable > 0 && (
                  <Button
                    look="quiet"
                    size="small"
                    icon={<Undo2 aria-hidden />}
                    onClick={() => setRefunding(payment)}
                  >
                    Refund
                  </Button>
                )}
              </div>
            </div>
            <Refunds refunds={refunds.filter((refund) => refund.payment_id === payment.id)} />
          </li>
        ))}
      </ul>
      <RefundDialog payment={refunding} onClose={() => setRefunding(null)} />
    </Card>
  )
}

function PaymentText({ payment }: { payment: Payment }) {
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-2">
        <Money amount={payment.amount} currency={payment.currency} className="font-medium" />
        <PaymentBadge status={payment.status} />
        <PaymentFlags payment={payment} />
      </p>
      <p className="text-sm text-faint">
        {[methodName(payment), payment.reference, moment(payment.succeeded_at ?? payment.created_at)]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {payment.failure && payment.status !== 'succeeded' && (
        <p className="text-sm text-bad">{failureWords(payment.failure)}</p>
      )}
    </div>
  )
}

function Refunds({ refunds }: { refunds: Refund[] }) {
  if (refunds.length === 0) return null
  return (
    <ul aria-label="Refunds" className="mt-2 flex flex-col gap-2 border-l-2 border-line pl-3">
      {refunds.map((refund) => (
        <li key={refund.id}>
          <p className="flex flex-wrap items-center gap-2">
            <Money amount={-refund.amount} currency={refund.currency} />
            <RefundBadge status={refund.status} />
          </p>
          <p className="text-sm text-faint">
            {[wayOf(refund), refund.note, moment(refund.created_at)].filter(Boolean).join(' · ')}
          </p>
          {refund.failure_reason && (
            <p className="text-sm text-bad">{refund.failure_reason.replaceAll('_', ' ')}</p>
          )}
        </li>
      ))}
    </ul>
  )
}

function wayOf(refund: Refund): string {
  if (refund.made_at_stripe) return 'Refunded in Stripe’s Dashboard'
  if (refund.method === 'stripe') return 'Refunded through Stripe'
  const by = manualMethods.find(({ value }) => value === refund.method)?.label ?? 'by hand'
  return `Given back: ${by}`
}
