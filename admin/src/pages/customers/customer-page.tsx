import { useInfiniteQuery, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Pencil, Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { sentenceFor } from '../../api/problem.ts'
import { customerMessagesQuery, customerQuery, invoicesQuery } from '../../api/queries.ts'
import type { Customer } from '../../api/types.ts'
import { useAction } from '../../api/use-action.ts'
import { addressLines } from '../../blocks/address-fields.tsx'
import { day } from '../../blocks/dates.ts'
import { MessageList } from '../../blocks/message-list.tsx'
import { Money } from '../../blocks/money.tsx'
import { currencyOptions, languageOptions } from '../../blocks/places.ts'
import { FlagBadges, StatusBadge } from '../../blocks/status-badge.tsx'
import { paths } from '../../paths.ts'
import { ActionList } from '../../ui/action-list.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Page } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Balance } from './balance.tsx'
import { PaymentMethods } from './payment-methods.tsx'

/** One customer: what is owed, the invoices, the saved payment methods (R40). */
export function CustomerPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { data: customer } = useSuspenseQuery(customerQuery(id))
  const name = customer.company || customer.name
  return (
    <Page
      title={name}
      width="wide"
      back={{ to: paths.customers(), label: 'Customers' }}
      actions={
        <Link to={paths.createInvoice()} search={{ customer: id }} className={buttonClass('primary')}>
          <Plus aria-hidden />
          Create invoice
        </Link>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <section aria-label="Balance">
            <p className="text-sm text-faint">Balance due</p>
            <p className="text-2xl font-semibold tracking-tight">
              <Balance balance={customer.balance} />
            </p>
          </section>
          <Invoices customerId={id} />
          <PaymentMethods customerId={id} />
          <Messages customerId={id} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <Actions customer={customer} />
          <Details customer={customer} />
        </div>
      </div>
    </Page>
  )
}

function Actions({ customer }: { customer: Customer }) {
  const navigate = useNavigate()
  const [asks, setAsks] = useState(false)
  const remove = useAction(
    () => answer(api.DELETE('/customers/{id}', { params: { path: { id: customer.id } } })),
    {
      inForm: true,
      done: `${customer.company || customer.name} is deleted.`,
    },
  )
  return (
    <Card title="Actions">
      <ActionList>
        <Link to={paths.editCustomer(customer.id)} className={buttonClass()}>
          <Pencil aria-hidden />
          Edit
        </Link>
        <Button look="quiet" icon={<Trash2 aria-hidden />} onClick={() => setAsks(true)}>
          Delete customer
        </Button>
      </ActionList>
      <ConfirmDialog
        title={`Delete ${customer.company || customer.name}?`}
        confirm="Delete customer"
        isOpen={asks}
        onClose={() => setAsks(false)}
        onConfirm={async () => {
          await remove.mutateAsync()
          await navigate({ to: paths.customers() })
        }}
        sentenceFor={sentenceFor}
      >
        <p>A customer with invoices cannot be deleted. This cannot be undone.</p>
      </ConfirmDialog>
    </Card>
  )
}

function Details({ customer }: { customer: Customer }) {
  const facts: { label: string; value: ReactNode }[] = [
    { label: 'Name', value: customer.name },
    { label: 'Company', value: customer.company },
    { label: 'E-mail', value: customer.email },
    { label: 'Billing e-mail', value: customer.billing_email },
    { label: 'Phone', value: customer.phone },
    { label: 'Tax ID', value: customer.tax_id },
    {
      label: 'Address',
      value: addressLines(customer.address).map((line) => (
        <span key={line} className="block">
          {line}
        </span>
      )),
    },
    { label: 'Language', value: languageOptions.find((option) => option.value === customer.language)?.label },
    { label: 'Currency', value: currencyOptions.find((option) => option.value === customer.currency)?.label },
    {
      label: 'Notes',
      value: customer.notes && <span className="whitespace-pre-line">{customer.notes}</span>,
    },
  ]
  return (
    <Card title="Details">
      <dl className="flex flex-col gap-3">
        {facts
          .filter(({ value }) => (Array.isArray(value) ? value.length > 0 : Boolean(value)))
          .map(({ label, value }) => (
            <div key={label}>
              <dt className="text-sm text-faint">{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Card>
  )
}

function Invoices({ customerId }: { customerId: string }) {
  const list = useInfiniteQuery(invoicesQuery({ customer_id: customerId }))
  const invoices = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Card title="Invoices">
      {list.isPending ? (
        <Skeleton className="h-16 w-full" />
      ) : invoices.length === 0 ? (
        <p className="text-soft">No invoices yet.</p>
      ) : (
        <ul className="-mx-5 -my-2 divide-y divide-line">
          {invoices.map((invoice) => (
            <li key={invoice.id}>
              <Link
                to={paths.invoice(invoice.id)}
                className="grid min-h-12 grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 px-5 py-2.5 transition-colors hover:bg-hover focus-visible:-outline-offset-2 sm:grid-cols-[8rem_1fr_auto_auto]"
              >
                <span className="font-medium">{invoice.number ?? 'Draft'}</span>
                <span className="flex min-w-0 flex-wrap gap-1 max-sm:row-start-2">
                  <StatusBadge status={invoice.status} />
                  <FlagBadges invoice={invoice} />
                </span>
                <span className="text-right text-sm text-faint max-sm:row-start-2">
                  due {day(invoice.due_date)}
                </span>
                <Money amount={invoice.total} currency={invoice.currency} className="font-medium" />
              </Link>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div className="mt-5">
          <Button size="small" pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </Card>
  )
}

function Messages({ customerId }: { customerId: string }) {
  const { data: messages = [] } = useQuery(customerMessagesQuery(customerId))
  if (messages.length === 0) return null
  return (
    <Card title="Messages">
      <MessageList messages={messages} />
    </Card>
  )
}
