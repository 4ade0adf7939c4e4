import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { invoicePaymentsQuery } from '../../api/queries.ts'
import { moment } from '../../blocks/dates.ts'
import { Money } from '../../blocks/money.tsx'
import { methodName, UnappliedBadge } from '../../blocks/payment-words.tsx'
import { PaymentBadge } from '../../blocks/status-badge.tsx'
import { paths } from '../../paths.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'

/** What was paid on this invoice, and what was tried. */
export function PaymentsCard({ invoiceId }: { invoiceId: string }) {
  const { data: payments = [] } = useQuery(invoicePaymentsQuery(invoiceId))
  if (payments.length === 0) return null
  return (
    <Card title="Payments">
      <ul className="-my-3 divide-y divide-line">
        {payments.map((payment) => (
          <li key={payment.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2">
                <Money amount={payment.amount} currency={payment.currency} className="font-medium" />
                <PaymentBadge status={payment.status} />
                <UnappliedBadge payment={payment} />
              </p>
              <p className="text-sm text-faint">
                {[methodName(payment), payment.reference, moment(payment.succeeded_at ?? payment.created_at)]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              {payment.failure && payment.status !== 'succeeded' && (
                <p className="text-sm text-bad">{payment.failure.message}</p>
              )}
            </div>
            {payment.status === 'succeeded' && payment.receipt_number && (
              <a href={paths.receiptPdf(payment.id)} download className={buttonClass('quiet', 'small')}>
                <Download aria-hidden />
                Receipt
              </a>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
