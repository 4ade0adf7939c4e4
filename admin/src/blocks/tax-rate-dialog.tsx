import { useState } from 'react'
import { answer, api } from '../api/client.ts'
import type { TaxRate } from '../api/types.ts'
import { formProblem, useAction } from '../api/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'

/** Adds a tax rate, from the settings or in the middle of an invoice. */
export function TaxRateDialog({
  isOpen,
  onClose,
  onCreated,
}: {
  isOpen: boolean
  onClose: () => void
  onCreated?: (rate: TaxRate) => void
}) {
  return (
    <Dialog title="New tax rate" isOpen={isOpen} onClose={onClose} width="narrow">
      <TaxRateForm onClose={onClose} onCreated={onCreated} />
    </Dialog>
  )
}

function TaxRateForm({
  onClose,
  onCreated,
}: {
  onClose: () => void
  onCreated: ((rate: TaxRate) => void) | undefined
}) {
  const [name, setName] = useState('')
  const [rate, setRate] = useState('')
  const [inclusive, setInclusive] = useState(false)
  const create = useAction(
    () =>
      answer(
        api.POST('/tax_rates', {
          body: { name, rate: rate.trim().replace(',', '.').replace(/\s*%$/, ''), inclusive },
        }),
      ),
    {
      inForm: true,
      done: (made) => `${made.name} ${made.rate}% is there to use.`,
    },
  )
  return (
    <Form
      label="New tax rate"
      onSubmit={() =>
        create.mutate(undefined, {
          onSuccess: (made) => {
            onCreated?.(made)
            onClose()
          },
        })
      }
      {...formProblem(create.error)}
    >
      <TextField
        label="Name"
        placeholder="VAT"
        autoFocus
        required
        pointer="/name"
        value={name}
        onValue={setName}
      />
      <TextField
        label="Rate in percent"
        placeholder="20"
        inputMode="decimal"
        required
        pointer="/rate"
        value={rate}
        onValue={setRate}
      />
      <Checkbox
        label="Included in the prices"
        hint="The tax is inside the price of a line and does not raise the total."
        isOn={inclusive}
        onValue={setInclusive}
      />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" pending={create.isPending}>
          Add tax rate
        </Button>
      </DialogActions>
    </Form>
  )
}
