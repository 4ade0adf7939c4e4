import { useState } from 'react'
import { answer, api } from '../../../api/client.ts'
import { sentenceFor } from '../../../api/problem.ts'
import type { StripeConnection } from '../../../api/types.ts'
import { useAction } from '../../../api/use-action.ts'
import { money } from '../../../blocks/money.tsx'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'

const namedAtMost = 5

/** The way out (R19): says first what it touches, and what it cannot stop (trap 17). */
export function RemoveStripe({ connection }: { connection: StripeConnection }) {
  const [asks, setAsks] = useState(false)
  const remove = useAction(() => answer(api.DELETE('/stripe_connection')), {
    inForm: true,
    done: ({ disabled_links: count }) =>
      `Stripe is removed. ${count === 1 ? '1 payment link is' : `${count} payment links are`} off.`,
  })
  const { active_links: links, processing_payments: processing } = connection
  const stoppable = Math.max(0, connection.running_payments - processing.length)
  return (
    <Card title="Remove Stripe" hint="Removing Stripe disables the payment links on all invoices.">
      <Button look="danger" onClick={() => setAsks(true)}>
        Remove Stripe
      </Button>
      <ConfirmDialog
        title="Remove Stripe?"
        confirm="Remove Stripe"
        isOpen={asks}
        onClose={() => setAsks(false)}
        onConfirm={() => remove.mutateAsync()}
        sentenceFor={sentenceFor}
      >
        <p>
          <strong className="text-ink">
            {links === 1 ? '1 open payment link' : `${links} open payment links`}
          </strong>{' '}
          will stop taking payments at once. Who opens one sees the invoice, and that online payment is not
          available.
        </p>
        {stoppable > 0 && (
          <p>
            <strong className="text-ink">
              {stoppable === 1 ? '1 running payment' : `${stoppable} running payments`}
            </strong>{' '}
            will be stopped where Stripe still allows it.
          </p>
        )}
        {processing.length > 0 && (
          <div>
            <p>
              <strong className="text-ink">
                {processing.length === 1 ? '1 running payment' : `${processing.length} running payments`}
              </strong>{' '}
              by bank debit cannot be stopped. They settle at Stripe unseen, until you connect the same
              account again:
            </p>
            <ul className="mt-1 list-disc pl-5">
              {processing.slice(0, namedAtMost).map((payment) => (
                <li key={payment.payment_id}>
                  {payment.invoice_number}, {payment.customer_name}:{' '}
                  <span className="tabular-nums">{money(payment.amount, payment.currency)}</span>
                </li>
              ))}
              {processing.length > namedAtMost && <li>and {processing.length - namedAtMost} more</li>}
            </ul>
          </div>
        )}
        {stoppable === 0 && processing.length === 0 && <p>No payment is running.</p>}
        <p>After connecting again you can turn the links back on, with the same addresses.</p>
      </ConfirmDialog>
    </Card>
  )
}
