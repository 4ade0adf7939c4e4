import { useQuery } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { answer, api } from '../../../api/client.ts'
import { sentenceFor } from '../../../api/problem.ts'
import { emailPreviewQuery } from '../../../api/queries.ts'
import { useSession } from '../../../api/session.ts'
import type { Invoice } from '../../../api/types.ts'
import { formProblem, useAction } from '../../../api/use-action.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../ui/dialog.tsx'
import { TextArea, TextField } from '../../../ui/field.tsx'
import { FilterBar } from '../../../ui/filter-bar.tsx'
import { Form } from '../../../ui/form.tsx'
import { MailFrame } from '../../../ui/mail-frame.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { hasActiveLink, sendWord, titleOf } from '../acts.ts'
import { addresses } from '../editor/draft.ts'
import { PdfPreview } from './pdf-preview.tsx'

/** Who gets it, a word of one's own, and what they will see before it goes. */
export function SendDialog({
  invoice,
  isOpen,
  onClose,
}: {
  invoice: Invoice
  isOpen: boolean
  onClose: () => void
}) {
  return (
    <Dialog
      title={`${sendWord(invoice)}: ${titleOf(invoice)}`}
      isOpen={isOpen}
      onClose={onClose}
      width="wide"
    >
      <SendForm invoice={invoice} onClose={onClose} />
    </Dialog>
  )
}

function SendForm({ invoice, onClose }: { invoice: Invoice; onClose: () => void }) {
  const { mailConfigured, isTour } = useSession()
  const word = sendWord(invoice)
  const [to, setTo] = useState(invoice.recipients.to.join(', ') || (invoice.customer.email ?? ''))
  const [cc, setCc] = useState(invoice.recipients.cc.join(', '))
  const [message, setMessage] = useState('')
  const send = useAction(
    () =>
      answer(
        api.POST('/invoices/{id}/send', {
          params: { path: { id: invoice.id } },
          body: { to: addresses(to), cc: addresses(cc), ...(message.trim() ? { message } : {}) },
        }),
      ),
    {
      inForm: true,
      done: (sent) =>
        `${titleOf(sent)} ${mailConfigured || isTour ? 'is on its way' : 'waits in the outbox'}.`,
    },
  )
  const problem = formProblem(send.error)
  const faults = problem.faults.map((fault) => ({
    ...fault,
    pointer: fault.pointer.replace(/^\/(to|cc)\/.*/, '/$1'),
  }))
  return (
    <Form
      label="Send the invoice"
      onSubmit={() => send.mutate(undefined, { onSuccess: onClose })}
      faults={faults}
      problem={problem.problem}
    >
      {!mailConfigured && !isTour && (
        <Banner tone="warn" title="No mail server is set up">
          The e-mail will wait in the outbox until one is.
          {hasActiveLink(invoice) &&
            ' You can also copy the payment link, send it yourself and mark the invoice as sent.'}
        </Banner>
      )}
      <div className="grid gap-5 md:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]">
        <div className="flex flex-col gap-4">
          <TextField
            label="To"
            required
            pointer="/to"
            hint="Several addresses with commas between them."
            value={to}
            onValue={setTo}
          />
          <TextField label="Cc" optional pointer="/cc" value={cc} onValue={setCc} />
          <TextArea
            label="Message"
            optional
            placeholder="A word of your own"
            pointer="/message"
            value={message}
            onValue={setMessage}
          />
          <p className="text-sm text-soft">
            {hasActiveLink(invoice)
              ? 'The payment link stands in the e-mail and in the PDF.'
              : 'This invoice has no payment link: it tells your customer what is owed, not how to pay online.'}
          </p>
        </div>
        <Preview invoice={invoice} message={message} />
      </div>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" icon={<Send aria-hidden />} pending={send.isPending}>
          {word}
        </Button>
      </DialogActions>
    </Form>
  )
}

const previews = [
  { key: 'email', label: 'E-mail' },
  { key: 'pdf', label: 'PDF' },
]

function Preview({ invoice, message }: { invoice: Invoice; message: string }) {
  const [shown, setShown] = useState('email')
  const settled = useDeferredValue(message)
  const email = useQuery(emailPreviewQuery(invoice.id, settled))
  return (
    <section aria-label="Preview" className="flex min-w-0 flex-col gap-2">
      <FilterBar label="Preview" choices={previews} current={shown} onChoose={setShown} />
      {shown === 'pdf' ? (
        <PdfPreview invoiceId={invoice.id} />
      ) : email.data ? (
        <>
          <p className="truncate text-sm">
            <span className="text-faint">Subject: </span>
            {email.data.subject}
          </p>
          <MailFrame html={email.data.html} title="Preview of the e-mail" />
        </>
      ) : email.isError ? (
        <p className="text-sm text-bad">{sentenceFor(email.error)}</p>
      ) : (
        <Skeleton className="h-[28rem] w-full" />
      )}
    </section>
  )
}
