import { type ReactNode, useState } from 'react'
import { answer, api } from '../api/client.ts'
import type { Customer, CustomerFields } from '../api/types.ts'
import { formProblem, useAction } from '../api/use-action.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextArea, TextField } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { AddressFields } from './address-fields.tsx'
import { currencyOptions, languageOptions } from './places.ts'

interface CustomerFormProps {
  /** Missing: a new one. */
  customer?: Customer
  name?: string
  onSaved: (customer: Customer) => void
  onCancel: () => void
  /** Only what an invoice needs at once. */
  brief?: boolean
  actions: (buttons: ReactNode) => ReactNode
}

/** Creates or changes a customer (R40). */
export function CustomerForm({
  customer,
  name = '',
  onSaved,
  onCancel,
  brief = false,
  actions,
}: CustomerFormProps) {
  const [fields, setFields] = useState(() => startOf(customer, name))
  const change = (part: Partial<typeof fields>) => setFields((before) => ({ ...before, ...part }))
  const save = useAction(
    () => {
      const body = bodyOf(fields)
      if (!customer) return answer(api.POST('/customers', { body }))
      return answer(api.PATCH('/customers/{id}', { params: { path: { id: customer.id } }, body }))
    },
    { inForm: true, done: (saved) => `${saved.company || saved.name} is saved.` },
  )
  return (
    <Form
      label={customer ? 'Edit customer' : 'New customer'}
      onSubmit={() => save.mutate(undefined, { onSuccess: onSaved })}
      {...formProblem(save.error)}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Name"
          autoFocus
          required
          autoComplete="off"
          pointer="/name"
          value={fields.name}
          onValue={(name) => change({ name })}
        />
        <TextField
          label="Company"
          optional
          autoComplete="off"
          pointer="/company"
          value={fields.company}
          onValue={(company) => change({ company })}
        />
        <TextField
          label="E-mail"
          type="email"
          autoComplete="off"
          pointer="/email"
          value={fields.email}
          onValue={(email) => change({ email })}
        />
        <TextField
          label="Billing e-mail"
          optional
          type="email"
          autoComplete="off"
          pointer="/billing_email"
          hint={brief ? undefined : 'Invoices go here instead.'}
          value={fields.billing_email}
          onValue={(billing_email) => change({ billing_email })}
        />
      </div>
      <AddressFields address={fields.address} onAddress={(address) => change({ address })} />
      {!brief && (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label="Phone"
              optional
              type="tel"
              autoComplete="off"
              pointer="/phone"
              value={fields.phone}
              onValue={(phone) => change({ phone })}
            />
            <TextField
              label="Tax ID"
              optional
              autoComplete="off"
              pointer="/tax_id"
              value={fields.tax_id}
              onValue={(tax_id) => change({ tax_id })}
            />
            <SelectField
              label="Language"
              hint="Of the e-mails, the PDF and the payment page."
              pointer="/language"
              options={[{ value: '', label: 'As the company' }, ...languageOptions]}
              value={fields.language}
              onValue={(language) => change({ language })}
            />
            <SelectField
              label="Currency"
              hint="New invoices start with it."
              pointer="/currency"
              options={[{ value: '', label: 'As the company' }, ...currencyOptions]}
              value={fields.currency}
              onValue={(currency) => change({ currency })}
            />
          </div>
          <TextArea
            label="Notes"
            optional
            hint="Only your team sees them."
            pointer="/notes"
            value={fields.notes}
            onValue={(notes) => change({ notes })}
          />
        </>
      )}
      {actions(
        <>
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" look="primary" pending={save.isPending}>
            {customer ? 'Save' : 'Create customer'}
          </Button>
        </>,
      )}
    </Form>
  )
}

function startOf(customer: Customer | undefined, name: string) {
  return {
    name: customer?.name ?? name,
    company: customer?.company ?? '',
    email: customer?.email ?? '',
    billing_email: customer?.billing_email ?? '',
    phone: customer?.phone ?? '',
    tax_id: customer?.tax_id ?? '',
    address: customer?.address ?? {},
    language: customer?.language ?? '',
    currency: customer?.currency ?? '',
    notes: customer?.notes ?? '',
  }
}

/** What is empty is none. */
function bodyOf(fields: ReturnType<typeof startOf>): CustomerFields {
  const { name, address, notes, ...rest } = fields
  const optional = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, value.trim() || null]))
  return { name, address, notes, ...optional }
}
