import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api } from '../../../api/client.ts'
import { sentenceFor } from '../../../api/problem.ts'
import type { StripeConnection } from '../../../api/types.ts'
import { useAction } from '../../../api/use-action.ts'
import { money } from '../../../blocks/money.tsx'
import { paths } from '../../../paths.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'

type Unsettled = StripeConnection['unreachable_payments'][number]
type Outcome = 'succeeded' | 'failed'

/** Payments at a Stripe account that is not connected: connecting it reads them, or somebody looks and says (trap 17). */
export function UnsettledPayments({ payments }: { payments: Unsettled[] }) {
  const [asked, setAsked] = useState<{ payment: Unsettled; outcome: Outcome } | null>(null)
  const note = useAction(
    ({ payment, outcome }: { payment: Unsettled; outcome: Outcome }) =>
      answer(
        api.POST('/payments/{id}/note_outcome', {
          params: { path: { id: payment.payment_id } },
          body: { outcome },
        }),
      ),
    { inForm: true, done: 'Noted, with your name, on the invoice’s timeline.' },
  )
  if (payments.length === 0) return null
  return (
    <Card
      title="To check at Stripe"
      hint="These payments were under way when Stripe was removed, and settle there unseen. Connect the same account again and they are read by themselves; or look them up in Stripe’s Dashboard and say how they ended."
    >
      <ul className="flex flex-col divide-y divide-line">
        {payments.map((payment) => (
          <li
            key={payment.payment_id}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0"
          >
            <div className="min-w-0 flex-1 basis-48">
              <Link
                to={paths.invoice(payment.invoice_id)}
                className="font-medium text-accent underline-offset-4 hover:underline"
              >
                {payment.invoice_number ?? 'Invoice'}
              </Link>
              <p className="truncate text-soft">{payment.customer_name}</p>
            </div>
            <p className="font-medium tabular-nums">{money(payment.amount, payment.currency)}</p>
            <div className="flex gap-2">
              <Button size="small" onClick={() => setAsked({ payment, outcome: 'succeeded' })}>
                It succeeded
              </Button>
              <Button size="small" onClick={() => setAsked({ payment, outcome: 'failed' })}>
                It failed
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        title={asked?.outcome === 'failed' ? 'The payment failed?' : 'The money arrived?'}
        confirm={asked?.outcome === 'failed' ? 'Yes, it failed' : 'Yes, it succeeded'}
        keep="Not sure"
        tone="primary"
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        onConfirm={() => (asked ? note.mutateAsync(asked) : Promise.resolve())}
        sentenceFor={sentenceFor}
      >
        {asked && (
          <>
            <p>
              <strong className="text-ink">{money(asked.payment.amount, asked.payment.currency)}</strong> for
              invoice {asked.payment.invoice_number}, by {asked.payment.customer_name}.
            </p>
            <p>
              {asked.outcome === 'failed'
                ? 'The invoice is open again and can be paid another way. Look in Stripe’s Dashboard first: if the money comes after all, it is booked on top.'
                : 'The invoice counts as paid by this amount, and the customer gets a receipt. This cannot be taken back.'}
            </p>
          </>
        )}
      </ConfirmDialog>
    </Card>
  )
}
