import { useState } from 'react'
import { answer, api } from '../../../api/client.ts'
import type { ManualMethod, Payment } from '../../../api/types.ts'
import { formProblem, useAction } from '../../../api/use-action.ts'
import { amountFault, amountText, parseAmount } from '../../../blocks/amount-text.ts'
import { money } from '../../../blocks/money.tsx'
import { manualMethods, methodName } from '../../../blocks/payment-words.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../ui/dialog.tsx'
import { SelectField, TextField } from '../../../ui/field.tsx'
import { Form } from '../../../ui/form.tsx'

/** Gives a payment back, whole or in part (R33). Open while there is a payment. */
export function RefundDialog({ payment, onClose }: { payment: Payment | null; onClose: () => void }) {
  return (
    <Dialog title="Refund this payment" isOpen={payment !== null} onClose={onClose} width="narrow">
      {payment && <RefundForm key={payment.id} payment={payment} onClose={onClose} />}
    </Dialog>
  )
}

function RefundForm({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const { currency } = payment
  const left = payment.amount_refundable
  const [amount, setAmount] = useState(amountText(payment.unapplied || left, currency))
  const [way, setWay] = useState<'stripe' | ManualMethod>(
    payment.source === 'stripe' ? 'stripe' : (payment.method as ManualMethod),
  )
  const [note, setNote] = useState('')
  const [typed, setTyped] = useState<string | null>(null)
  const minor = parseAmount(amount, currency)
  const refund = useAction(
    (wished: number) =>
      answer(
        api.POST('/payments/{id}/refunds', {
          params: { path: { id: payment.id } },
          body: {
            amount: wished,
            ...(way === 'stripe' ? {} : { method: way }),
            ...(note.trim() ? { note } : {}),
          },
        }),
      ),
    {
      inForm: true,
      done: ({ status, amount: given }) =>
        status === 'succeeded'
          ? `${money(given, currency)} is refunded.`
          : `The refund of ${money(given, currency)} is under way.`,
    },
  )

  function submit(): void {
    setTyped(amountFault(amount, currency))
    if (minor !== null) refund.mutate(minor, { onSuccess: onClose })
  }

  const ways = [
    ...(payment.source === 'stripe'
      ? [{ value: 'stripe', label: `Back the way it came (${methodName(payment)})` }]
      : []),
    ...manualMethods.map(({ value, label }) => ({
      value,
      label: payment.source === 'stripe' ? `${label}, outside of Stripe` : label,
    })),
  ]
  return (
    <Form label="Refund this payment" onSubmit={submit} {...formProblem(refund.error)}>
      <p className="text-soft">
        {money(left, currency)} of {money(payment.amount, currency)} can be refunded.{' '}
        {way === 'stripe'
          ? 'Stripe sends it back at once; this cannot be undone. Stripe’s fee is not returned.'
          : 'This notes money that you give back yourself. Nothing is sent through Stripe.'}
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
        label="How"
        pointer="/method"
        options={ways}
        value={way}
        onValue={(value) => setWay(value as typeof way)}
      />
      <TextField label="Note for yourselves" optional pointer="/note" value={note} onValue={setNote} />
      <DialogActions>
        <Button onClick={onClose}>Keep the payment</Button>
        <Button type="submit" look="danger" pending={refund.isPending}>
          {minor === null ? 'Refund' : `Refund ${money(minor, currency)}`}
        </Button>
      </DialogActions>
    </Form>
  )
}
