import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { useSession } from '../../api/session.ts'
import type { Account } from '../../api/types.ts'
import { formProblem, useAction } from '../../api/use-action.ts'
import { AddressFields } from '../../blocks/address-fields.tsx'
import { countryOptions, currencyOptions, languageOptions, timeZoneOptions } from '../../blocks/places.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Page } from '../../ui/page.tsx'
import { SettingsTabs } from './settings-tabs.tsx'

/** What stands at the top of every invoice. */
export function CompanySettings() {
  const { account } = useSession()
  const [fields, setFields] = useState(() => startOf(account))
  const change = (part: Partial<typeof fields>) => setFields((before) => ({ ...before, ...part }))
  const save = useAction(() => answer(api.PATCH('/account', { body: bodyOf(fields) })), {
    inForm: true,
    done: 'The company is saved.',
  })
  const languages = languageOptions.some((option) => option.value === fields.language)
    ? languageOptions
    : [...languageOptions, { value: fields.language, label: fields.language }]
  return (
    <Page title="Company" width="reading">
      <SettingsTabs />
      <Form label="Company" onSubmit={() => save.mutate()} {...formProblem(save.error)} className="gap-5">
        <Card title="On your invoices">
          <div className="flex flex-col gap-4">
            <TextField
              label="Company name"
              required
              autoComplete="organization"
              pointer="/name"
              value={fields.name}
              onValue={(name) => change({ name })}
            />
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                label="E-mail"
                optional
                type="email"
                pointer="/email"
                value={fields.email}
                onValue={(email) => change({ email })}
              />
              <TextField
                label="Phone"
                optional
                type="tel"
                pointer="/phone"
                value={fields.phone}
                onValue={(phone) => change({ phone })}
              />
              <TextField
                label="Website"
                optional
                pointer="/website"
                value={fields.website}
                onValue={(website) => change({ website })}
              />
              <TextField
                label="Tax ID"
                optional
                pointer="/tax_id"
                value={fields.tax_id}
                onValue={(tax_id) => change({ tax_id })}
              />
            </div>
            <AddressFields address={fields.address} onAddress={(address) => change({ address })} />
          </div>
        </Card>
        <Card title="Where you do business">
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField
              label="Country"
              pointer="/country"
              options={countryOptions}
              value={fields.country}
              onValue={(country) => change({ country })}
            />
            <SelectField
              label="Currency"
              hint="New invoices start with it."
              pointer="/currency"
              options={currencyOptions}
              value={fields.currency}
              onValue={(currency) => change({ currency })}
            />
            <SelectField
              label="Time zone"
              hint="Decides what day it is."
              pointer="/time_zone"
              options={timeZoneOptions(fields.time_zone)}
              value={fields.time_zone}
              onValue={(time_zone) => change({ time_zone })}
            />
            <SelectField
              label="Language"
              hint="Of what your customers read, unless they have their own."
              pointer="/language"
              options={languages}
              value={fields.language}
              onValue={(language) => change({ language })}
            />
          </div>
        </Card>
        <FormActions>
          <Button type="submit" look="primary" pending={save.isPending}>
            Save
          </Button>
        </FormActions>
      </Form>
    </Page>
  )
}

function startOf(account: Account) {
  return {
    name: account.name,
    email: account.email ?? '',
    phone: account.phone ?? '',
    website: account.website ?? '',
    tax_id: account.tax_id ?? '',
    address: account.address,
    country: account.country,
    currency: account.currency,
    time_zone: account.time_zone,
    language: account.language,
  }
}

/** What is empty is none. */
function bodyOf({ email, phone, website, tax_id, ...rest }: ReturnType<typeof startOf>) {
  return {
    ...rest,
    email: email.trim() || null,
    phone: phone.trim() || null,
    website: website.trim() || null,
    tax_id: tax_id.trim() || null,
  }
}
