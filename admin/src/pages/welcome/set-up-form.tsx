import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { leaveFor } from '../../api/session.ts'
import { formProblem, useAction } from '../../api/use-action.ts'
import {
  countryOptions,
  currencyOptions,
  guessedCountry,
  guessedCurrency,
  guessedTimeZone,
  timeZoneOptions,
} from '../../blocks/places.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'

/** The first business of this server and its owner. Country, currency and time zone start as the browser has them. */
export function SetUpForm() {
  const [fields, setFields] = useState(() => {
    const country = guessedCountry()
    return {
      company: '',
      name: '',
      email: '',
      password: '',
      country,
      currency: guessedCurrency(country),
      time_zone: guessedTimeZone(),
    }
  })
  const change = (part: Partial<typeof fields>) => setFields((before) => ({ ...before, ...part }))
  const setUp = useAction(
    async () => {
      const { name, ...rest } = fields
      await answer(api.POST('/setup', { body: name ? { ...rest, name } : rest }))
      leaveFor(paths.dashboard())
    },
    { inForm: true },
  )
  return (
    <Form label="Set up your business" onSubmit={() => setUp.mutate()} {...formProblem(setUp.error)}>
      <TextField
        label="Company"
        autoComplete="organization"
        autoFocus
        required
        pointer="/company"
        value={fields.company}
        onValue={(company) => change({ company })}
      />
      <TextField
        label="Your name"
        optional
        autoComplete="name"
        pointer="/name"
        value={fields.name}
        onValue={(name) => change({ name })}
      />
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        pointer="/email"
        value={fields.email}
        onValue={(email) => change({ email })}
      />
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        required
        hint="At least 10 characters."
        pointer="/password"
        value={fields.password}
        onValue={(password) => change({ password })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label="Country"
          pointer="/country"
          options={countryOptions}
          value={fields.country}
          onValue={(country) => change({ country, currency: guessedCurrency(country) })}
        />
        <SelectField
          label="Currency"
          pointer="/currency"
          options={currencyOptions}
          value={fields.currency}
          onValue={(currency) => change({ currency })}
        />
      </div>
      <SelectField
        label="Time zone"
        pointer="/time_zone"
        options={timeZoneOptions(fields.time_zone)}
        value={fields.time_zone}
        onValue={(time_zone) => change({ time_zone })}
      />
      <Button type="submit" look="primary" pending={setUp.isPending}>
        Set up your business
      </Button>
    </Form>
  )
}
