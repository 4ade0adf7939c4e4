import { useState } from 'react'
import { answer, api } from '../../../api/client.ts'
import { sentenceFor } from '../../../api/problem.ts'
import type { Invoice } from '../../../api/types.ts'
import { useAction } from '../../../api/use-action.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { titleOf } from '../acts.ts'

/** Cancelling cannot be taken back (R7). */
export function CancelDialog({
  invoice,
  isOpen,
  onClose,
}: {
  invoice: Invoice
  isOpen: boolean
  onClose: () => void
}) {
  const [notify, setNotify] = useState(true)
  const cancel = useAction(
    () =>
      answer(api.POST('/invoices/{id}/cancel', { params: { path: { id: invoice.id } }, body: { notify } })),
    {
      inForm: true,
      done: `${titleOf(invoice)} is cancelled.`,
    },
  )
  return (
    <ConfirmDialog
      title={`Cancel ${titleOf(invoice)}?`}
      confirm="Cancel invoice"
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => cancel.mutateAsync()}
      sentenceFor={sentenceFor}
    >
      <p>
        Nothing more can be collected for it, and its number stays taken.
        {invoice.amount_paid > 0 && ' Money that was received stays; refunding it is a separate step.'}
      </p>
      <Checkbox label="Tell the customer by e-mail" isOn={notify} onValue={setNotify} />
    </ConfirmDialog>
  )
}
