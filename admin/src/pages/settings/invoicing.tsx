import { todayIn } from '@quittance/core/invoice/due-date'
import { checkNumberPattern, formatNumber } from '@quittance/core/invoice/number'
import { Refusal } from '@quittance/core/refusal'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { settingsQuery, withoutLinkQuery } from '../../api/queries.ts'
import { useSession, useStripeConnected } from '../../api/session.ts'
import type { DueTerms } from '../../api/types.ts'
import { formProblem, useAction } from '../../api/use-action.ts'
import { paths } from '../../paths.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Page } from '../../ui/page.tsx'
import { Switch } from '../../ui/switch.tsx'
import { SettingsTabs } from './settings-tabs.tsx'

/** Settings → Invoicing: how invoices start. */
export function InvoicingSettings() {
  const { account, member, mailConfigured, isTour } = useSession()
  const stripeConnected = useStripeConnected()
  const { data: stored } = useSuspenseQuery(settingsQuery)
  const [fields, setFields] = useState(() => ({ ...stored, default_terms: termsKey(stored.default_terms) }))
  const [hasSavedLink, setSavedLink] = useState(false)
  const change = (part: Partial<typeof fields>) => setFields((before) => ({ ...before, ...part }))
  const save = useAction(
    () => {
      const { payment_link_default, default_terms, number_pattern, note, terms } = fields
      // Without Stripe the switch is not on the page, so it is not saved from it either (R10).
      const link = stripeConnected ? { payment_link_default } : {}
      return answer(
        api.PATCH('/settings/invoicing', {
          body: { number_pattern, note, terms, ...link, default_terms: termsOf(default_terms) },
        }),
      )
    },
    { inForm: true, done: 'The settings are saved.' },
  )
  const today = todayIn(account, new Date())

  return (
    <Page title="Invoicing" width="reading">
      <SettingsTabs />
      {!mailConfigured && !isTour && (
        <Banner tone="warn" title="No mail server is set up">
          E-mails wait in the outbox until SMTP_URL and MAIL_FROM are set on the server.
        </Banner>
      )}
      {!stripeConnected && member.role === 'owner' && (
        <Banner
          tone="info"
          title="Stripe is not connected"
          action={
            <Link to={paths.stripe()} className={buttonClass('secondary', 'small')}>
              Connect Stripe
            </Link>
          }
        >
          Connect it to let your customers pay online.
        </Banner>
      )}
      <Form
        label="Invoicing"
        onSubmit={() =>
          save.mutate(undefined, { onSuccess: (saved) => setSavedLink(saved.payment_link_default) })
        }
        {...formProblem(save.error)}
        className="gap-5"
      >
        {stripeConnected && (
          <Card title="Online payment">
            <Switch
              label="Add Payment Link to Invoice"
              hint="Every invoice created from now on has a payment link. It can be switched off for one invoice."
              isOn={fields.payment_link_default}
              onValue={(payment_link_default) => change({ payment_link_default })}
            />
            {hasSavedLink && stored.payment_link_default && <OfferLinks />}
          </Card>
        )}
        <Card title="New invoices">
          <div className="flex flex-col gap-4">
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                label="Number pattern"
                pointer="/number_pattern"
                inputClassName="font-mono"
                fault={patternFault(fields.number_pattern)}
                hint={
                  patternFault(fields.number_pattern)
                    ? '{YYYY}, {YY}, {MM} and a counter such as {0000}.'
                    : `The seventh would be ${formatNumber(fields.number_pattern, 7, today)}`
                }
                value={fields.number_pattern}
                onValue={(number_pattern) => change({ number_pattern })}
              />
              <SelectField
                label="Due"
                pointer="/default_terms"
                options={termsOptions(fields.default_terms)}
                value={fields.default_terms}
                onValue={(default_terms) => change({ default_terms })}
              />
            </div>
            <TextArea
              label="Note to the customer"
              optional
              pointer="/note"
              value={fields.note}
              onValue={(note) => change({ note })}
            />
            <TextArea
              label="Terms & conditions"
              optional
              pointer="/terms"
              value={fields.terms}
              onValue={(terms) => change({ terms })}
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

/** The setting is not retroactive; what is open already can be given links in one go (R13). */
function OfferLinks() {
  const { data: count = 0 } = useQuery(withoutLinkQuery)
  const add = useAction(() => answer(api.POST('/invoices/add_links')), {
    done: ({ added }) =>
      `${plural(added, 'open invoice has', 'open invoices have')} a payment link now. Send them again so that your customers have it.`,
  })
  const skipped = add.data?.skipped ?? []
  if (count === 0 && skipped.length === 0) return null
  return (
    <div className="mt-4">
      {skipped.length > 0 ? (
        <Banner tone="warn" title={`${plural(skipped.length, 'invoice', 'invoices')} could not have a link`}>
          <ul>
            {skipped.map((one) => (
              <li key={one.invoice_id}>
                <Link to={paths.invoice(one.invoice_id)} className="font-medium underline underline-offset-4">
                  {one.number ?? 'Draft'}
                </Link>
                : {one.reason}
              </li>
            ))}
          </ul>
        </Banner>
      ) : (
        <Banner
          tone="info"
          title={`${plural(count, 'open invoice has', 'open invoices have')} no payment link`}
          action={
            <Button size="small" pending={add.isPending} onClick={() => add.mutate()}>
              Add links to {count === 1 ? 'it' : `all ${count}`}
            </Button>
          }
        >
          The setting counts for new invoices only.
        </Banner>
      )}
    </div>
  )
}

const usualDays = [0, 7, 14, 30, 60]

function termsOptions(current: string): { value: string; label: string }[] {
  const days = [
    ...new Set([
      ...usualDays,
      ...(current.startsWith('days:') ? [Number(current.slice('days:'.length))] : []),
    ]),
  ].toSorted((a, b) => a - b)
  return [
    ...days.map((count) => ({
      value: `days:${count}`,
      label: count === 0 ? 'On receipt' : `In ${count} days`,
    })),
    { value: 'end_of_month', label: 'At the end of the month' },
  ]
}

function termsKey(terms: DueTerms): string {
  return terms.type === 'days' ? `days:${terms.days}` : 'end_of_month'
}

function termsOf(key: string): DueTerms {
  return key === 'end_of_month'
    ? { type: 'end_of_month' }
    : { type: 'days', days: Number(key.slice('days:'.length)) }
}

function patternFault(pattern: string): string | null {
  try {
    checkNumberPattern(pattern)
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
