import { dueDateFrom, todayIn } from '@quittance/core/invoice/due-date'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Send } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { customerQuery, settingsQuery } from '../../api/queries.ts'
import { useSession } from '../../api/session.ts'
import type { Customer } from '../../api/types.ts'
import { paths } from '../../paths.ts'
import { Page } from '../../ui/page.tsx'
import { SkeletonPage } from '../../ui/skeleton.tsx'
import { tell } from '../../ui/toast.tsx'
import { blankLine, type Draft, dueChoice, withCustomer } from './editor/draft.ts'
import { InvoiceEditor } from './editor/invoice-editor.tsx'
import { useNewPlace } from './editor/use-new-place.ts'

/** Create → Invoice. `?customer=` names whom it is for. */
export function CreateInvoice() {
  const { customer } = useSearch({ strict: false }) as { customer?: string }
  return customer ? <CreateInvoiceFor key={customer} customerId={customer} /> : <NewInvoice customer={null} />
}

function CreateInvoiceFor({ customerId }: { customerId: string }) {
  const { data: customer } = useSuspenseQuery(customerQuery(customerId))
  return <NewInvoice customer={customer} />
}

function NewInvoice({ customer }: { customer: Customer | null }) {
  const place = useNewPlace(customer ? `new for ${customer.id}` : 'new')
  return place === null ? <SkeletonPage /> : <Writing customer={customer} place={place} />
}

function Writing({ customer, place }: { customer: Customer | null; place: string }) {
  const navigate = useNavigate()
  const start = useNewDraft(customer)
  return (
    <Page title="New invoice" width="wide" back={{ to: paths.invoices(), label: 'Invoices' }}>
      <InvoiceEditor
        start={start}
        place={place}
        onSave={(fields, customerId, paymentLink) =>
          // Without a word on the link the server would take the account's own setting.
          answer(
            api.POST('/invoices', {
              body: { ...fields, customer_id: customerId, payment_link: paymentLink },
            }),
          )
        }
        buttons={[
          {
            label: 'Save and send',
            icon: <Send aria-hidden />,
            onSaved: (invoice) => void navigate({ to: paths.invoice(invoice.id), search: { send: 'now' } }),
          },
          {
            label: 'Save draft',
            onSaved: (invoice) => {
              tell('The draft is saved.')
              void navigate({ to: paths.invoice(invoice.id) })
            },
          },
        ]}
      />
    </Page>
  )
}

/** A new invoice starts as the account's settings say (R11), and is not started anew while it is being written. */
function useNewDraft(customer: Customer | null): Draft {
  const { account } = useSession()
  const { data: settings } = useSuspenseQuery(settingsQuery)
  const [start] = useState((): Draft => {
    const today = todayIn(account, new Date())
    const empty: Draft = {
      customer: null,
      currency: account.currency,
      issueDate: today,
      due: dueChoice(settings.default_terms),
      dueDate: dueDateFrom(today, settings.default_terms),
      serviceDate: '',
      lines: [blankLine()],
      discount: null,
      note: settings.note,
      terms: settings.terms,
      memo: '',
      to: '',
      cc: '',
      paymentLink: settings.payment_link_default,
    }
    return customer ? withCustomer(empty, customer, account.currency) : empty
  })
  return start
}
