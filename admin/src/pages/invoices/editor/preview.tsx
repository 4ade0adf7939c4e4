import { useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { sentenceFor } from '../../../api/problem.ts'
import { invoicePreviewQuery } from '../../../api/queries.ts'
import type { PreviewFields, PreviewView } from '../../../api/types.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { FilterBar } from '../../../ui/filter-bar.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import type { Draft } from './draft.ts'
import { previewFieldsOf } from './draft.ts'

const views = [
  { key: 'page', label: 'Payment page' },
  { key: 'pdf', label: 'PDF' },
  { key: 'email', label: 'E-mail' },
]

const settleMs = 500

interface PreviewProps {
  draft: Draft
  /** Of a stored invoice that is being changed. */
  invoiceId: string | undefined
  /** Whether there would be a payment link. */
  withLink: boolean
}

/** What the customer would see if this were sent now: drawn by the server, from what is not saved. */
export function Preview({ draft, invoiceId, withLink }: PreviewProps) {
  const [view, setView] = useState<PreviewView>(withLink ? 'page' : 'pdf')
  const settled = useSettled(draft)
  const fields = useMemo((): PreviewFields | null => {
    const content = previewFieldsOf(settled)
    if (!content || !settled.customer) return null
    return {
      ...content,
      customer_id: settled.customer.id,
      payment_link: withLink,
      ...(invoiceId ? { invoice_id: invoiceId } : {}),
    }
  }, [settled, invoiceId, withLink])
  const shown = useQuery({ ...invoicePreviewQuery(fields, view), enabled: fields !== null })
  // What was asked for before is of another kind.
  const made = shown.data?.view === view ? shown.data : undefined
  const isLate = draft !== settled || shown.isPlaceholderData || shown.isFetching

  return (
    <section aria-label="Preview" aria-busy={isLate} className="flex min-w-0 flex-col gap-3">
      <FilterBar
        label="Preview"
        choices={views}
        current={view}
        onChoose={(key) => setView(key as PreviewView)}
      />
      {fields === null ? (
        <p className="rounded-card border border-dashed border-edge/60 px-6 py-14 text-center text-soft">
          Pick a customer and write a line: the preview follows as you type.
        </p>
      ) : view === 'page' && !withLink ? (
        <p className="rounded-card border border-dashed border-edge/60 px-6 py-14 text-center text-soft">
          Without a payment link there is no page: your customer gets the e-mail and the PDF.
        </p>
      ) : made ? (
        <>
          {shown.isError && <p className="text-sm text-bad">{sentenceFor(shown.error)}</p>}
          {made.subject && (
            <p className="truncate text-sm">
              <span className="text-faint">Subject: </span>
              {made.subject}
            </p>
          )}
          {made.pdf ? (
            <PdfFrame base64={made.pdf} />
          ) : (
            <iframe
              title={view === 'email' ? 'Preview of the e-mail' : 'Preview of the payment page'}
              srcDoc={made.html ?? ''}
              sandbox=""
              referrerPolicy="no-referrer"
              className={frameClass}
            />
          )}
        </>
      ) : shown.isError ? (
        <p role="alert" className="rounded-card border border-line px-6 py-14 text-center text-bad">
          {sentenceFor(shown.error)}
        </p>
      ) : (
        <Skeleton className="h-[70dvh] min-h-96 w-full" />
      )}
    </section>
  )
}

const frameClass =
  'h-[70dvh] min-h-96 w-full rounded-card border border-line bg-[#fff] shadow-card [color-scheme:light]'

/** Phones have no viewer inside a page: they open it apart. */
function PdfFrame({ base64 }: { base64: string }) {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const made = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [base64])
  if (!address) return null
  return (
    <>
      <iframe
        title="Preview of the PDF"
        src={`${address}#toolbar=0&navpanes=0&view=FitH`}
        className={`${frameClass} hidden sm:block`}
      />
      <a href={address} target="_blank" rel="noreferrer" className={buttonClass('secondary', 'small')}>
        <ExternalLink aria-hidden />
        Open the PDF
      </a>
    </>
  )
}

/** The draft once the typing paused. */
function useSettled(draft: Draft): Draft {
  const [settled, setSettled] = useState(draft)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(draft), settleMs)
    return () => clearTimeout(timer)
  }, [draft])
  return settled
}
