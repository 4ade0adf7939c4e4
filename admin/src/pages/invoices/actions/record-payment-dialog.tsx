import { todayIn } from '@quittance/core/invoice/due-date'
import { useState } from 'react'
import { answer, api } from '../../../api/client.ts'
import { useSession } from '../../../api/session.ts'
import type { Invoice, ManualMethod } from '../../../api/types.ts'
import { formProblem, useAction } from '../../../api/use-action.ts'
import { amountFault, amountText, parseAmount } from '../../../blocks/amount-text.ts'
import { money } from '../../../blocks/money.tsx'
import { manualMethods } from '../../../blocks/payment-words.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../ui/dialog.tsx'
import { SelectField, TextField } from '../../../ui/field.tsx'
import { Form } from '../../../ui/form.tsx'

/** Money that came outside of Stripe (R34). */
export function RecordPaymentDialog({
  invoice,
  isOpen,
  onClose,
}: {
  invoice: Invoice
  isOpen: boolean
  onClose: () => void
}) {
  return (
    <Dialog title="Record a payment" isOpen={isOpen} onClose={onClose} width="narrow">
      <RecordPaymentForm invoice={invoice} onClose={onClose} />
    </Dialog>
  )
}

function RecordPaymentForm({ invoice, onClose }: { invoice: Invoice; onClose: () => void }) {
  const { account } = useSession()
  const { currency } = invoice
  const [amount, setAmount] = useState(amountText(invoice.amount_due, currency))
  const [method, setMethod] = useState<ManualMethod>('bank_transfer')
  const [date, setDate] = useState(() => todayIn(account, new Date()))
  const [reference, setReference] = useState('')
  const [typed, setTyped] = useState<string | null>(null)
  const record = useAction(
    (minor: number) =>
      answer(
        api.POST('/invoices/{id}/payments', {
          params: { path: { id: invoice.id } },
          body: { amount: minor, method, date, ...(reference.trim() ? { reference } : {}) },
        }),
      ),
    { inForm: true, done: (payment) => `${money(payment.amount, payment.currency)} is recorded.` },
  )

  function submit(): void {
    const minor = parseAmount(amount, currency)
    setTyped(amountFault(amount, currency))
    if (minor !== null) record.mutate(minor, { onSuccess: onClose })
  }

  return (
    <Form label="Record a payment" onSubmit={submit} {...formProblem(record.error)}>
      <p className="text-soft">
        {money(invoice.amount_due, currency)} is due. Nobody is charged by this: it notes money you already
        have.
      </p>
      <TextField
        label={`Amount in ${currency.toUpperCase()}`}
        inputMode="decimal"
        inputClassName="figures"
        autoFocus
        required
        pointer="/amount"
        fault={typed}
        value={amount}
        onValue={(value) => {
          setTyped(null)
          setAmount(value)
        }}
      />
      <SelectField
        label="Method"
        pointer="/method"
        options={manualMethods}
        value={method}
        onValue={(value) => setMethod(value as ManualMethod)}
      />
      <TextField label="Date" type="date" pointer="/date" value={date} onValue={setDate} />
      <TextField label="Reference" optional pointer="/reference" value={reference} onValue={setReference} />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" pending={record.isPending}>
          Record payment
        </Button>
      </DialogActions>
    </Form>
  )
}
