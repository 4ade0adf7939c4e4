import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Send } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { invoiceQuery } from '../../api/queries.ts'
import { useSession, useStripeConnected } from '../../api/session.ts'
import type { Invoice, InvoiceFields } from '../../api/types.ts'
import { paths } from '../../paths.ts'
import { Banner } from '../../ui/banner.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { tell } from '../../ui/toast.tsx'
import { canEdit, titleOf } from './acts.ts'
import { draftOf } from './editor/draft.ts'
import { InvoiceEditor } from './editor/invoice-editor.tsx'
import { placeOf } from './editor/kept-drafts.ts'

export function EditInvoice() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { data } = useSuspenseQuery(invoiceQuery(id))
  // What is being edited stays as it was opened; a change from elsewhere is told on saving (412).
  const [invoice] = useState(data)
  return canEdit(invoice) ? <Editing invoice={invoice} /> : <NotEditable invoice={invoice} />
}

function Editing({ invoice }: { invoice: Invoice }) {
  const navigate = useNavigate()
  const stripeConnected = useStripeConnected()
  const { account, member } = useSession()
  const [start] = useState(() => draftOf(invoice))
  const isDraft = invoice.status === 'draft'
  return (
    <Page
      title={`Edit ${titleOf(invoice)}`}
      width="wide"
      back={{ to: paths.invoice(invoice.id), label: titleOf(invoice) }}
    >
      {!isDraft && (
        <Banner tone="info" title="This invoice was sent">
          What you change here is not with your customer until you send it again.
        </Banner>
      )}
      <InvoiceEditor
        start={start}
        place={placeOf(account.id, member.id, invoice.id)}
        base={invoice.version}
        invoiceId={invoice.id}
        lockCustomer
        keptTaxes={invoice.lines.flatMap((line) => line.taxes)}
        onSave={(fields, _, paymentLink) =>
          saveInvoice(invoice, fields, stripeConnected ? paymentLink : null)
        }
        buttons={[
          {
            label: isDraft ? 'Save and send' : 'Save and send again',
            icon: <Send aria-hidden />,
            onSaved: () => void navigate({ to: paths.invoice(invoice.id), search: { send: 'now' } }),
          },
          {
            label: isDraft ? 'Save draft' : 'Save',
            onSaved: () => {
              tell(isDraft ? 'The draft is saved.' : 'The changes are saved.')
              void navigate({ to: paths.invoice(invoice.id) })
            },
          },
        ]}
      />
    </Page>
  )
}

function NotEditable({ invoice }: { invoice: Invoice }) {
  const why = invoice.status === 'cancelled' ? 'It was cancelled.' : 'Money was already received for it.'
  return (
    <Page
      title={`Edit ${titleOf(invoice)}`}
      back={{ to: paths.invoice(invoice.id), label: titleOf(invoice) }}
    >
      <Banner
        tone="info"
        title="This invoice can no longer be edited"
        action={
          <Link to={paths.invoice(invoice.id)} className={buttonClass()}>
            Back to the invoice
          </Link>
        }
      >
        {why} Duplicate it to bill again.
      </Banner>
    </Page>
  )
}

/** The content, refused when someone else changed it meanwhile; then the link. `paymentLink` null: leave it as it is. */
async function saveInvoice(
  invoice: Invoice,
  fields: InvoiceFields,
  paymentLink: boolean | null,
): Promise<Invoice> {
  const params = { path: { id: invoice.id } }
  const saved = await answer(
    api.PATCH('/invoices/{id}', {
      params,
      headers: { 'If-Match': `"v${invoice.version}"` },
      body: fields,
    }),
  )
  const hasLink = saved.payment_link?.state === 'active'
  if (paymentLink === null || paymentLink === hasLink) return saved
  return paymentLink
    ? answer(api.POST('/invoices/{id}/payment_link', { params }))
    : answer(api.DELETE('/invoices/{id}/payment_link', { params }))
}
