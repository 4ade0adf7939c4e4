import { Link, useNavigate } from '@tanstack/react-router'
import { Ban, Banknote, CheckCheck, Copy, Download, Pencil, Send, Trash2, Zap } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../../../api/client.ts'
import { sentenceFor } from '../../../api/problem.ts'
import { useStripeConnected } from '../../../api/session.ts'
import type { Invoice } from '../../../api/types.ts'
import { useAction } from '../../../api/use-action.ts'
import { ChargeDialog } from '../../../blocks/charge-dialog.tsx'
import { paths } from '../../../paths.ts'
import { ActionList } from '../../../ui/action-list.tsx'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { canCancel, canEdit, canMarkSent, canRecordPayment, canSend, sendWord } from '../acts.ts'
import { CancelDialog } from './cancel-dialog.tsx'
import { RecordPaymentDialog } from './record-payment-dialog.tsx'

/** All that can be done with the invoice as it is now; what cannot is not there. */
export function ActionsPanel({ invoice, onSend }: { invoice: Invoice; onSend: () => void }) {
  const navigate = useNavigate()
  const [asks, setAsks] = useState<'payment' | 'charge' | 'cancel' | 'delete' | null>(null)
  const isConnected = useStripeConnected()
  const params = { path: { id: invoice.id } }
  const markSent = useAction(() => answer(api.POST('/invoices/{id}/mark_sent', { params })), {
    done: (sent) => `${sent.number} is marked as sent.`,
  })
  const duplicate = useAction(() => answer(api.POST('/invoices/{id}/duplicate', { params })), {
    done: 'This is the copy, a new draft.',
  })
  const remove = useAction(() => answer(api.DELETE('/invoices/{id}', { params })), {
    inForm: true,
    done: 'The draft is deleted.',
  })

  return (
    <Card title="Actions">
      <ActionList>
        {canSend(invoice) && (
          <Button
            look={invoice.status === 'draft' || invoice.needs_resend ? 'primary' : 'secondary'}
            icon={<Send aria-hidden />}
            onClick={onSend}
          >
            {sendWord(invoice)}
          </Button>
        )}
        {canEdit(invoice) && (
          <Link to={paths.editInvoice(invoice.id)} className={buttonClass()}>
            <Pencil aria-hidden />
            Edit
          </Link>
        )}
        {canRecordPayment(invoice) && (
          <Button icon={<Banknote aria-hidden />} onClick={() => setAsks('payment')}>
            Record a payment
          </Button>
        )}
        {isConnected && canRecordPayment(invoice) && (
          <Button icon={<Zap aria-hidden />} onClick={() => setAsks('charge')}>
            Charge
          </Button>
        )}
        <a href={paths.invoicePdf(invoice.id)} download className={buttonClass()}>
          <Download aria-hidden />
          Download PDF
        </a>
        {canMarkSent(invoice) && (
          <Button
            look="quiet"
            icon={<CheckCheck aria-hidden />}
            pending={markSent.isPending}
            onClick={() => markSent.mutate()}
          >
            Mark as sent
          </Button>
        )}
        <Button
          look="quiet"
          icon={<Copy aria-hidden />}
          pending={duplicate.isPending}
          onClick={() =>
            duplicate.mutate(undefined, {
              onSuccess: (copy) => void navigate({ to: paths.invoice(copy.id) }),
            })
          }
        >
          Duplicate
        </Button>
        {canCancel(invoice) && (
          <Button look="quiet" icon={<Ban aria-hidden />} onClick={() => setAsks('cancel')}>
            Cancel invoice
          </Button>
        )}
        {invoice.status === 'draft' && (
          <Button look="quiet" icon={<Trash2 aria-hidden />} onClick={() => setAsks('delete')}>
            Delete draft
          </Button>
        )}
      </ActionList>
      <RecordPaymentDialog invoice={invoice} isOpen={asks === 'payment'} onClose={() => setAsks(null)} />
      <ChargeDialog
        customerId={invoice.customer_id}
        owed={[invoice]}
        isOpen={asks === 'charge'}
        onClose={() => setAsks(null)}
      />
      <CancelDialog invoice={invoice} isOpen={asks === 'cancel'} onClose={() => setAsks(null)} />
      <ConfirmDialog
        title="Delete this draft?"
        confirm="Delete draft"
        isOpen={asks === 'delete'}
        onClose={() => setAsks(null)}
        onConfirm={async () => {
          await remove.mutateAsync()
          await navigate({ to: paths.invoices() })
        }}
        sentenceFor={sentenceFor}
      >
        <p>It was never sent, so nobody will miss it. This cannot be undone.</p>
      </ConfirmDialog>
    </Card>
  )
}
