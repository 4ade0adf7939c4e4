import { Ban, Download, Link2, Send, X } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { useSession } from '../../api/session.ts'
import type { InvoiceListItem } from '../../api/types.ts'
import { paths } from '../../paths.ts'
import { Button, buttonClass, IconButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { type BulkAct, BulkDialog, invoicesInWords } from './bulk-dialog.tsx'

type Kind = 'send' | 'link' | 'cancel'

/** What can be done with the invoices that are selected; it stays in sight while there are any. */
export function BulkBar({ invoices, onClear }: { invoices: InvoiceListItem[]; onClear: () => void }) {
  const { member } = useSession()
  const [kind, setKind] = useState<Kind | null>(null)
  const [notify, setNotify] = useState(true)
  // What was selected when it began: the list moves on while it is worked through.
  const [chosen, setChosen] = useState<InvoiceListItem[]>([])
  if (invoices.length === 0 && !kind) return null
  const begin = (wanted: Kind) => {
    setChosen(invoices)
    setKind(wanted)
  }
  return (
    <>
      {invoices.length > 0 && (
        <div
          role="toolbar"
          aria-label="Selected invoices"
          className="sticky bottom-4 z-20 mx-auto mt-4 hidden w-fit flex-wrap items-center gap-2 rounded-card border border-line bg-raised px-3 py-2 shadow-float md:flex"
        >
          <span role="status" className="px-2 font-medium">
            {invoicesInWords(invoices.length)} selected
          </span>
          <Button onClick={() => begin('send')}>
            <Send aria-hidden />
            Send
          </Button>
          <Button onClick={() => begin('link')}>
            <Link2 aria-hidden />
            Add payment link
          </Button>
          <Button onClick={() => begin('cancel')}>
            <Ban aria-hidden />
            Cancel
          </Button>
          {member.role !== 'staff' && (
            <a
              href={paths.exportInvoices({ ids: invoices.map(({ id }) => id).join(',') })}
              download
              className={buttonClass()}
            >
              <Download aria-hidden />
              Export
            </a>
          )}
          <IconButton label="Select nothing" onClick={onClear}>
            <X aria-hidden className="size-4.5" />
          </IconButton>
        </div>
      )}
      {kind && (
        <BulkDialog act={acts(notify)[kind]} invoices={chosen} onClose={() => setKind(null)}>
          {kind === 'send' && (
            <p>
              Each is mailed to its own recipients, as it is now. Drafts get their number. What was sent
              before is sent again.
            </p>
          )}
          {kind === 'link' && (
            <p>Customers see a link once the invoice is sent; those that were sent already say so.</p>
          )}
          {kind === 'cancel' && (
            <>
              <p>
                Nothing more can be collected for them, and their numbers stay taken. This cannot be undone.
              </p>
              <Checkbox label="Tell the customers by e-mail" isOn={notify} onValue={setNotify} />
            </>
          )}
        </BulkDialog>
      )}
    </>
  )
}

function acts(notify: boolean): Record<Kind, BulkAct> {
  const at = ({ id }: InvoiceListItem) => ({ params: { path: { id } } })
  return {
    send: {
      title: (count) => `Send ${count}?`,
      word: 'Send',
      done: 'sent',
      look: 'primary',
      run: (invoice) => answer(api.POST('/invoices/{id}/send', { ...at(invoice), body: {} })),
    },
    link: {
      title: (count) => `Add a payment link to ${count}?`,
      word: 'Add to',
      done: 'with a link',
      look: 'primary',
      run: (invoice) => answer(api.POST('/invoices/{id}/payment_link', at(invoice))),
    },
    cancel: {
      title: (count) => `Cancel ${count}?`,
      word: 'Cancel',
      done: 'cancelled',
      look: 'danger',
      run: (invoice) => answer(api.POST('/invoices/{id}/cancel', { ...at(invoice), body: { notify } })),
    },
  }
}
