import { Refusal } from '@quittance/core/refusal'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { taxRatesQuery } from '../../api/queries.ts'
import { useSession } from '../../api/session.ts'
import type { Service, ServiceFields } from '../../api/types.ts'
import { formProblem, useAction } from '../../api/use-action.ts'
import { amountFault, amountPlaceholder, amountText, parseAmount } from '../../blocks/amount-text.ts'
import { currencyOptions } from '../../blocks/places.ts'
import { taxWords } from '../../blocks/tax-words.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'

/** Adds a service, or changes one. */
export function ServiceDialog({
  service,
  isOpen,
  onClose,
}: {
  /** null: a new one. */
  service: Service | null
  isOpen: boolean
  onClose: () => void
}) {
  return (
    <Dialog title={service ? `Edit ${service.name}` : 'New service'} isOpen={isOpen} onClose={onClose}>
      <ServiceForm service={service} onClose={onClose} />
    </Dialog>
  )
}

function ServiceForm({ service, onClose }: { service: Service | null; onClose: () => void }) {
  const { account } = useSession()
  const { data: rates } = useSuspenseQuery(taxRatesQuery)
  const [fields, setFields] = useState(() => ({
    name: service?.name ?? '',
    description: service?.description ?? '',
    currency: service?.currency ?? account.currency,
    price: service ? amountText(service.unit_amount, service.currency) : '',
    unit: service?.unit ?? '',
    duration: service?.duration_minutes ? String(service.duration_minutes) : '',
    taxes: service?.taxes ?? [],
  }))
  const change = (part: Partial<typeof fields>) => setFields((before) => ({ ...before, ...part }))
  const save = useAction(
    async () => {
      const body = bodyOf(fields)
      if (!service) return answer(api.POST('/services', { body }))
      return answer(api.PATCH('/services/{id}', { params: { path: { id: service.id } }, body }))
    },
    { inForm: true, done: (saved) => `${saved.name} is saved.` },
  )
  return (
    <Form
      label={service ? 'Edit the service' : 'New service'}
      onSubmit={() => save.mutate(undefined, { onSuccess: onClose })}
      {...formProblem(save.error)}
    >
      <TextField
        label="Name"
        placeholder="Consulting"
        hint="Stands as the description of an invoice’s line."
        autoFocus
        required
        pointer="/name"
        value={fields.name}
        onValue={(name) => change({ name })}
      />
      <TextArea
        label="Description"
        optional
        hint="Stands below it, as the line’s detail."
        pointer="/description"
        value={fields.description}
        onValue={(description) => change({ description })}
      />
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <TextField
          label="Price"
          required
          inputMode="decimal"
          inputClassName="figures text-right"
          placeholder={amountPlaceholder(fields.currency)}
          pointer="/unit_amount"
          value={fields.price}
          onValue={(price) => change({ price })}
        />
        <SelectField
          label="Currency"
          pointer="/currency"
          options={currencyOptions}
          value={fields.currency}
          onValue={(currency) => change({ currency })}
        />
        <TextField
          label="Unit"
          optional
          placeholder="h"
          pointer="/unit"
          value={fields.unit}
          onValue={(unit) => change({ unit })}
        />
        <TextField
          label="Minutes"
          optional
          inputMode="numeric"
          placeholder="60"
          pointer="/duration_minutes"
          value={fields.duration}
          onValue={(duration) => change({ duration })}
        />
      </div>
      {rates.length > 0 && (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 text-sm font-medium">Taxes</legend>
          {rates.map((rate) => (
            <Checkbox
              key={rate.id}
              label={taxWords(rate)}
              isOn={fields.taxes.includes(rate.id)}
              onValue={(isOn) =>
                change({
                  taxes: isOn ? [...fields.taxes, rate.id] : fields.taxes.filter((id) => id !== rate.id),
                })
              }
            />
          ))}
        </fieldset>
      )}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" pending={save.isPending}>
          Save
        </Button>
      </DialogActions>
    </Form>
  )
}

interface Typed {
  name: string
  description: string
  currency: string
  price: string
  unit: string
  duration: string
  taxes: string[]
}

/** @throws Refusal naming what cannot be read as a number at all. */
function bodyOf({ name, description, currency, price, unit, duration, taxes }: Typed): ServiceFields {
  const amount = parseAmount(price, currency)
  const minutes = duration.trim() === '' ? null : Number(duration)
  const errors = [
    ...(amount === null ? [{ pointer: '/unit_amount', detail: amountFault(price, currency)! }] : []),
    ...(Number.isInteger(minutes ?? 0)
      ? []
      : [{ pointer: '/duration_minutes', detail: 'Write whole minutes, such as 60.' }]),
  ]
  if (errors.length > 0 || amount === null) throw new Refusal('invalid_fields', errors[0]!.detail, { errors })
  return {
    name,
    description: description.trim() || null,
    unit: unit.trim() || null,
    currency,
    unit_amount: amount,
    taxes,
    duration_minutes: minutes,
  }
}
