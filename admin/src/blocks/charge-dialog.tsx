import { isChargeable } from '@quittance/core/payment-method'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import { paymentMethodsQuery } from '../api/queries.ts'
import type { Charge, InvoiceListItem, PaymentMethod } from '../api/types.ts'
import { formProblem, useAction } from '../api/use-action.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { amountFault, amountText, parseAmount } from './amount-text.ts'
import { money } from './money.tsx'
import { methodName, methodTrouble } from './payment-method-words.ts'

/** What is owed, as far as a charge needs to know. */
export type Owed = Pick<InvoiceListItem, 'id' | 'number' | 'amount_due' | 'currency'>

/** Charges what a customer owes to a payment method they saved (R41). Only this act does: a link never charges by itself. */
export function ChargeDialog({
  customerId,
  owed,
  isOpen,
  onClose,
}: {
  customerId: string
  owed: Owed[]
  isOpen: boolean
  onClose: () => void
}) {
  return (
    <Dialog title="Charge a saved payment method" isOpen={isOpen} onClose={onClose} width="narrow">
      <Charging customerId={customerId} owed={owed} onClose={onClose} />
    </Dialog>
  )
}

function Charging({ customerId, owed, onClose }: { customerId: string; owed: Owed[]; onClose: () => void }) {
  const { data: methods } = useQuery(paymentMethodsQuery(customerId))
  const [ended, setEnded] = useState<Charge | null>(null)
  if (ended) return <Outcome charge={ended} onClose={onClose} onAgain={() => setEnded(null)} />
  if (!methods) return <Skeleton className="h-32 w-full" />
  const chargeable = methods.filter((method) => isChargeable(method.state))
  if (chargeable.length === 0 || owed.length === 0)
    return (
      <>
        <p className="text-soft">
          {owed.length === 0
            ? 'This customer owes nothing.'
            : 'This customer has no saved payment method that can be charged. Request a card on their page, or send them the payment link.'}
        </p>
        <DialogActions>
          <Button onClick={onClose}>Close</Button>
        </DialogActions>
      </>
    )
  return (
    <ChargeForm
      customerId={customerId}
      owed={owed}
      methods={chargeable}
      onClose={onClose}
      onEnded={setEnded}
    />
  )
}

function ChargeForm({
  customerId,
  owed,
  methods,
  onClose,
  onEnded,
}: {
  customerId: string
  owed: Owed[]
  methods: PaymentMethod[]
  onClose: () => void
  onEnded: (charge: Charge) => void
}) {
  const [invoice, setInvoice] = useState(owed[0]!)
  const [methodId, setMethodId] = useState(methods[0]!.id)
  const [amount, setAmount] = useState(amountText(invoice.amount_due, invoice.currency))
  const [typed, setTyped] = useState<string | null>(null)
  const { currency } = invoice
  const method = methods.find(({ id }) => id === methodId) ?? methods[0]!
  const minor = parseAmount(amount, currency)
  const charge = useAction(
    (value: number) =>
      answer(
        api.POST('/customers/{id}/charge', {
          params: { path: { id: customerId } },
          body: {
            invoice_id: invoice.id,
            payment_method_id: method.id,
            amount: value,
            amount_due: invoice.amount_due,
          },
        }),
      ),
    {
      inForm: true,
      done: (made) =>
        made.outcome === 'succeeded' ? `${money(made.amount, made.currency)} is charged.` : null,
    },
  )

  function submit(): void {
    setTyped(amountFault(amount, currency))
    if (minor === null) return
    charge.mutate(minor, {
      onSuccess: (made) => (made.outcome === 'succeeded' ? onClose() : onEnded(made)),
    })
  }

  return (
    <Form label="Charge a saved payment method" onSubmit={submit} {...formProblem(charge.error)}>
      {owed.length > 1 ? (
        <SelectField
          label="Invoice"
          pointer="/invoice_id"
          options={owed.map((one) => ({
            value: one.id,
            label: `${one.number ?? 'Draft'} – ${money(one.amount_due, one.currency)} due`,
          }))}
          value={invoice.id}
          onValue={(id) => {
            const chosen = owed.find((one) => one.id === id) ?? owed[0]!
            setInvoice(chosen)
            setAmount(amountText(chosen.amount_due, chosen.currency))
          }}
        />
      ) : (
        <p className="text-soft">
          {money(invoice.amount_due, currency)} is due on {invoice.number}.
        </p>
      )}
      <SelectField
        label="Payment method"
        pointer="/payment_method_id"
        options={methods.map((one) => ({
          value: one.id,
          label: [methodName(one), methodTrouble(one)?.badge.toLowerCase()].filter(Boolean).join(', '),
        }))}
        value={method.id}
        onValue={setMethodId}
      />
      {methodTrouble(method) && <p className="text-sm text-warn">{methodTrouble(method)?.sentence}</p>}
      <TextField
        label={`Amount in ${currency.toUpperCase()}`}
        inputMode="decimal"
        inputClassName="figures"
        required
        pointer="/amount"
        fault={typed}
        value={amount}
        onValue={(value) => {
          setTyped(null)
          setAmount(value)
        }}
      />
      <p className="text-sm text-soft">
        The customer is charged at once, without being asked. They allowed this when they saved the method.
      </p>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" pending={charge.isPending}>
          {minor === null ? 'Charge' : `Charge ${money(minor, currency)}`}
        </Button>
      </DialogActions>
    </Form>
  )
}

function Outcome({ charge, onClose, onAgain }: { charge: Charge; onClose: () => void; onAgain: () => void }) {
  const { tone, title, text, mayRetry } = wordsOf(charge)
  return (
    <>
      <div role="status">
        <Banner tone={tone} title={title}>
          {text}
        </Banner>
      </div>
      <DialogActions>
        {mayRetry && <Button onClick={onAgain}>Try another way</Button>}
        <Button look="primary" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </>
  )
}

function wordsOf(charge: Charge): {
  tone: 'info' | 'good' | 'warn' | 'bad'
  title: string
  text: string
  mayRetry: boolean
} {
  const amount = money(charge.amount, charge.currency)
  const method = charge.method_label ?? 'The payment method'
  switch (charge.outcome) {
    case 'succeeded':
      return { tone: 'good', title: `${amount} is charged`, text: '', mayRetry: false }
    case 'processing':
      return {
        tone: 'info',
        title: `${amount} is on its way`,
        text: 'The bank takes some days. The invoice is paid when it has answered.',
        mayRetry: false,
      }
    case 'needs_confirmation':
      return {
        tone: 'warn',
        title: 'The customer’s bank asks them to confirm',
        text: `Nothing was charged. The customer was sent the payment link by e-mail, and confirms the ${amount} there.`,
        mayRetry: false,
      }
    case 'blocked':
      return {
        tone: 'bad',
        title: 'Stripe blocked this charge',
        text: 'Radar, Stripe’s protection against fraud, stopped it before the bank was asked. Nothing was charged. Look at it in the Stripe Dashboard.',
        mayRetry: true,
      }
    case 'declined':
      return {
        tone: 'bad',
        title: `${method} was declined`,
        text: `${charge.failure?.message ?? ''} ${
          charge.failure?.advice === 'do_not_try_again'
            ? 'The bank said not to try this method again.'
            : 'Nothing was charged.'
        }`.trim(),
        mayRetry: true,
      }
    case 'unknown':
      return {
        tone: 'warn',
        title: 'Stripe has not answered yet',
        text: 'Whether the charge went through is not known. It is asked again by itself until it is, and nothing is charged twice.',
        mayRetry: false,
      }
  }
}
