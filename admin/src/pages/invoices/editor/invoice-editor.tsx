import { dueDateFrom } from '@quittance/core/invoice/due-date'
import { whyNotChargeable } from '@quittance/core/invoice/payment-link'
import type { LineTax } from '@quittance/core/invoice/totals'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { sentenceFor } from '../../../api/problem.ts'
import { queryClient, taxRatesQuery } from '../../../api/queries.ts'
import { useSession, useStripeConnected } from '../../../api/session.ts'
import type { Invoice, InvoiceFields } from '../../../api/types.ts'
import { formProblem } from '../../../api/use-action.ts'
import { day } from '../../../blocks/dates.ts'
import { currencyOptions } from '../../../blocks/places.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { classes } from '../../../ui/classes.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { SelectField, TextArea, TextField } from '../../../ui/field.tsx'
import { Form } from '../../../ui/form.tsx'
import { CustomerPicker } from './customer-picker.tsx'
import {
  type Draft,
  type DueChoice,
  fieldsOf,
  figuresOf,
  sameDraft,
  termsOf,
  toOurPointer,
  withCustomer,
  withoutBlankLines,
} from './draft.ts'
import { EditorBar } from './editor-bar.tsx'
import { FoundDraft } from './found-draft.tsx'
import { keptDraft } from './kept-drafts.ts'
import { LinesEditor } from './lines-editor.tsx'
import { Preview } from './preview.tsx'
import { Summary } from './summary.tsx'
import { useHistory } from './use-history.ts'
import { useKeeping } from './use-keeping.ts'

interface InvoiceEditorProps {
  start: Draft
  /** Where this browser keeps what is unsaved (`placeOf`). */
  place: string
  /** The version of the stored invoice that is being changed; null for a new one. */
  base?: number | null
  /** The stored invoice that is being changed. */
  invoiceId?: string
  /** Taxes that stand on the invoice though they were taken out of use since. */
  keptTaxes?: LineTax[]
  onSave: (fields: InvoiceFields, customerId: string, paymentLink: boolean) => Promise<Invoice>
  /** The customer of a stored invoice stays. */
  lockCustomer?: boolean
  /** Each saves, then goes its own way. The first is the main one. */
  buttons: { label: string; icon?: ReactNode; onSaved: (invoice: Invoice) => void }[]
}

/** The invoice as a form, with its figures beside it. */
export function InvoiceEditor({
  start,
  place,
  base = null,
  invoiceId,
  keptTaxes = [],
  onSave,
  lockCustomer = false,
  buttons,
}: InvoiceEditorProps) {
  const { account } = useSession()
  const stripeConnected = useStripeConnected()
  const { data: taxRates } = useSuspenseQuery(taxRatesQuery)
  const [found] = useState(() => keptDraft(place, Date.now()))
  const [isAsked, setAsked] = useState(found !== null)
  const isFresh = found !== null && found.base === base
  const { draft, change: changeDraft, tidyUp, ...history } = useHistory(isFresh ? found.draft : start)
  const [error, setError] = useState<unknown>(null)
  const isSaved = useRef(false)
  const change = (part: Partial<Draft>) => changeDraft((before) => ({ ...before, ...part }))

  const rates = useMemo(() => {
    const inUse = taxRates.filter((rate) => !rate.archived)
    return [...inUse, ...keptTaxes.filter((tax) => !inUse.some((rate) => rate.id === tax.id))].map(
      ({ id, name, rate, inclusive }) => ({ id, name, rate, inclusive }),
    )
  }, [taxRates, keptTaxes])
  const { totals, faults } = useMemo(
    () => figuresOf(draft, rates as Parameters<typeof figuresOf>[1]),
    [draft, rates],
  )

  const isDirty = useMemo(() => !sameDraft(draft, start), [draft, start])
  const { keeping, finish } = useKeeping(place, { draft, isDirty, base, isHeld: isAsked && !isFresh })
  const guard = useBlocker({
    shouldBlockFn: () => isDirty && !isSaved.current,
    // What is kept is there again when the page is.
    enableBeforeUnload: () => keeping.state === 'failed' && !isSaved.current,
    withResolver: true,
  })

  const [saving, setSaving] = useState<string | null>(null)
  async function save(button: InvoiceEditorProps['buttons'][number]): Promise<void> {
    if (saving !== null) return
    const cleaned = withoutBlankLines(draft)
    changeDraft(() => cleaned)
    setError(null)
    setSaving(button.label)
    try {
      const canLink = stripeConnected && whyNotChargeable(totals.total, draft.currency) === null
      const fields = fieldsOf(cleaned)
      const invoice = await onSave(fields, cleaned.customer!.id, draft.paymentLink && canLink)
      void queryClient.invalidateQueries()
      isSaved.current = true
      finish()
      button.onSaved(invoice)
    } catch (thrown) {
      setError(thrown)
      setSaving(null)
    }
  }

  const [isPreviewing, setPreviewing] = useState(false)
  const wouldLink =
    stripeConnected && draft.paymentLink && whyNotChargeable(totals.total, draft.currency) === null

  const told = formProblem(error)
  const shownFaults = useMemo(() => told.faults.map(toOurPointer), [told.faults])

  return (
    <Form label="Invoice" onSubmit={() => {}} faults={shownFaults} problem={told.problem} className="gap-5">
      {isAsked && found && (
        <FoundDraft
          found={found}
          isFresh={isFresh}
          onStartOver={() => {
            changeDraft(() => start)
            setAsked(false)
          }}
          onBringBack={() => {
            changeDraft(() => found.draft)
            setAsked(false)
          }}
          onDismiss={() => setAsked(false)}
        />
      )}
      <EditorBar keeping={keeping} history={history} isPreviewing={isPreviewing} onPreview={setPreviewing} />
      <div
        className={classes(
          'grid grid-cols-[minmax(0,1fr)] items-start gap-5',
          isPreviewing
            ? 'lg:grid-cols-[minmax(0,1fr)_minmax(22rem,28rem)] xl:grid-cols-[minmax(0,1fr)_minmax(28rem,36rem)]'
            : 'lg:grid-cols-[minmax(0,1fr)_20rem]',
        )}
      >
        {/* Beside the form where there is room; on a phone in its place. */}
        {isPreviewing && (
          <div className="min-w-0 lg:sticky lg:top-6 lg:col-start-2 lg:row-span-2 lg:row-start-1">
            <Preview draft={draft} invoiceId={invoiceId} withLink={wouldLink} />
          </div>
        )}
        <div className={classes('flex min-w-0 flex-col gap-5', isPreviewing && 'max-lg:hidden')}>
          <Card title="Customer and dates">
            <div className="grid gap-4 sm:grid-cols-2">
              <div className="sm:col-span-2">
                {lockCustomer && draft.customer ? (
                  <p>
                    <span className="block text-sm font-medium">Customer</span>
                    {draft.customer.company || draft.customer.name}
                  </p>
                ) : (
                  <CustomerPicker
                    picked={draft.customer}
                    onPick={(customer) =>
                      changeDraft((before) => withCustomer(before, customer, account.currency))
                    }
                  />
                )}
              </div>
              <TextField
                label="Issue date"
                type="date"
                required
                pointer="/issue_date"
                value={draft.issueDate}
                onValue={(issueDate) => change({ issueDate })}
              />
              <DueFields draft={draft} onChange={change} />
              <SelectField
                label="Currency"
                pointer="/currency"
                options={currencyOptions}
                value={draft.currency}
                onValue={(currency) => change({ currency })}
              />
              <TextField
                label="Service date"
                optional
                type="date"
                pointer="/service_date"
                value={draft.serviceDate}
                onValue={(serviceDate) => change({ serviceDate })}
              />
            </div>
          </Card>
          <Card title="Lines">
            <LinesEditor
              lines={draft.lines}
              onLines={(changeLines) =>
                changeDraft((before) => ({ ...before, lines: changeLines(before.lines) }))
              }
              onTidyLines={(changeLines) =>
                tidyUp((before) => ({ ...before, lines: changeLines(before.lines) }))
              }
              currency={draft.currency}
              rates={rates}
              totals={totals}
              faults={faults}
            />
          </Card>
          <Card title="Note and terms">
            <div className="flex flex-col gap-4">
              <TextArea
                label="Note to the customer"
                optional
                pointer="/note"
                value={draft.note}
                onValue={(note) => change({ note })}
              />
              <TextArea
                label="Terms & conditions"
                optional
                pointer="/terms"
                value={draft.terms}
                onValue={(terms) => change({ terms })}
              />
              <TextArea
                label="Internal memo"
                optional
                hint="Only your team sees it."
                pointer="/memo"
                value={draft.memo}
                onValue={(memo) => change({ memo })}
              />
            </div>
          </Card>
          <Card title="Recipients" hint="Who the invoice is mailed to.">
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                label="To"
                pointer="/recipients/to"
                placeholder="name@example.com"
                hint="Several addresses with commas between them."
                value={draft.to}
                onValue={(to) => change({ to })}
              />
              <TextField
                label="Cc"
                optional
                pointer="/recipients/cc"
                value={draft.cc}
                onValue={(cc) => change({ cc })}
              />
            </div>
          </Card>
        </div>
        <div className={classes('flex flex-col gap-5', !isPreviewing && 'lg:sticky lg:top-6')}>
          <Card title="Summary">
            <Summary
              draft={draft}
              onChange={change}
              totals={totals}
              faults={faults}
              stripeConnected={stripeConnected}
            />
            <div className="mt-5 flex flex-col gap-2.5 border-t border-line pt-5">
              {buttons.map((button, index) => (
                <Button
                  key={button.label}
                  look={index === 0 ? 'primary' : 'secondary'}
                  icon={button.icon}
                  pending={saving === button.label}
                  onClick={() => void save(button)}
                >
                  {button.label}
                </Button>
              ))}
            </div>
          </Card>
        </div>
      </div>
      <ConfirmDialog
        title="Leave without saving?"
        confirm="Leave"
        keep="Stay"
        tone={keeping.state === 'failed' ? 'danger' : 'primary'}
        isOpen={guard.status === 'blocked'}
        onClose={() => guard.reset?.()}
        onConfirm={async () => guard.proceed?.()}
        sentenceFor={sentenceFor}
      >
        <p>
          {keeping.state === 'failed'
            ? 'What you wrote is not saved, and this browser cannot keep it: it will be lost.'
            : base === null
              ? 'What you wrote stays in this browser: it is here when you create an invoice again.'
              : 'What you changed stays in this browser: it is here when you edit this invoice again.'}
        </p>
      </ConfirmDialog>
    </Form>
  )
}

const usualDays = [0, 7, 14, 30, 60]

function DueFields({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const terms = termsOf(draft.due)
  const days = [...new Set([...usualDays, ...(terms?.type === 'days' ? [terms.days] : [])])].toSorted(
    (a, b) => a - b,
  )
  const options = [
    ...days.map((count) => ({
      value: `days:${count}`,
      label: count === 0 ? 'On receipt' : `In ${count} days`,
    })),
    { value: 'end_of_month', label: 'At the end of the month' },
    { value: 'date', label: 'On a date' },
  ]
  const due = terms && draft.issueDate ? dueDateFrom(draft.issueDate, terms) : null
  return (
    <div className="flex flex-col gap-2">
      <SelectField
        label="Due"
        pointer="/due_terms"
        options={options}
        hint={due ? day(due) : undefined}
        value={draft.due}
        onValue={(value) => onChange({ due: value as DueChoice, ...(due ? { dueDate: due } : {}) })}
      />
      {draft.due === 'date' && (
        <TextField
          label="Due date"
          hideLabel
          type="date"
          required
          pointer="/due_date"
          value={draft.dueDate}
          onValue={(dueDate) => onChange({ dueDate })}
        />
      )}
    </div>
  )
}
