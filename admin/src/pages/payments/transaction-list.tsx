import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Wallet } from 'lucide-react'
import { sentenceFor } from '../../api/problem.ts'
import { paymentsQuery } from '../../api/queries.ts'
import type { Payment, PaymentFilter, PaymentStatus } from '../../api/types.ts'
import { moment } from '../../blocks/dates.ts'
import { ExportLink } from '../../blocks/export-link.tsx'
import { Money } from '../../blocks/money.tsx'
import { failureWords, methodName, PaymentFlags } from '../../blocks/payment-words.tsx'
import { PaymentBadge } from '../../blocks/status-badge.tsx'
import { paths } from '../../paths.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { ListKeys, rowMark } from '../../ui/list-keys.tsx'
import { LoadFailed } from '../../ui/load-failed.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { SortHeader, SortSelect, soundSort } from '../../ui/sorting.tsx'

const views: { key: PaymentStatus | 'all'; label: string }[] = [
  { key: 'all', label: 'All' },
  { key: 'succeeded', label: 'Succeeded' },
  { key: 'processing', label: 'Processing' },
  { key: 'failed', label: 'Failed' },
  { key: 'pending', label: 'Started' },
  { key: 'canceled', label: 'Canceled' },
]

/** All payments, by Stripe and by hand (R35). */
export function TransactionList() {
  const search = useSearch({ strict: false }) as { status?: string; q?: string; sort?: string }
  const { status: asked, q } = search
  const sort = soundSort(search.sort, sortChoices)
  const status = views.find((view) => view.key === asked)?.key ?? 'all'
  const navigate = useNavigate()
  const filter = { status: status === 'all' ? undefined : status, q, sort } as PaymentFilter
  const list = useInfiniteQuery(paymentsQuery(filter))
  const payments = list.data?.pages.flatMap((page) => page.data) ?? []
  const show = (change: {
    status?: string | undefined
    q?: string | undefined
    sort?: string | undefined
  }) => {
    const next = { status, q, sort, ...change }
    void navigate({
      to: paths.transactions(),
      search: { ...next, status: next.status === 'all' ? undefined : next.status, q: next.q || undefined },
      replace: true,
    })
  }
  const sorting = { sort, onSort: (by: string | undefined) => show({ sort: by }) }
  return (
    <Page title="Transactions" width="wide" actions={<ExportLink href={paths.exportPayments(filter)} />}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <FilterBar label="Show" choices={views} current={status} onChoose={(key) => show({ status: key })} />
        <SearchField
          label="Search by invoice or customer"
          value={q ?? ''}
          onValue={(text) => show({ q: text })}
        />
      </div>
      {list.isPending ? (
        <SkeletonRows />
      ) : list.isError && payments.length === 0 ? (
        <LoadFailed sentence={sentenceFor(list.error)} onRetry={() => void list.refetch()} />
      ) : payments.length === 0 ? (
        status === 'all' && !q ? (
          <EmptyState
            icon={<Wallet />}
            title="No payments yet"
            action={
              <Link to={paths.invoices()} className={buttonClass('primary')}>
                To the invoices
              </Link>
            }
          >
            Send an invoice with a payment link, or record a payment on one. It will stand here.
          </EmptyState>
        ) : (
          <EmptyState
            icon={<Wallet />}
            title="No payment matches"
            action={
              <Button onClick={() => show({ status: undefined, q: undefined })}>Show all payments</Button>
            }
          />
        )
      ) : (
        <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? 'opacity-60' : undefined}>
          <SortSelect choices={sortChoices} {...sorting} />
          <Table payments={payments} {...sorting} />
          <Cards payments={payments} />
          <ListKeys />
          {list.hasNextPage && (
            <div className="mt-4 flex justify-center">
              <Button pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                Load more
              </Button>
            </div>
          )}
        </div>
      )}
    </Page>
  )
}

const choices = {
  created: { by: 'created', label: 'Date', first: 'greatest' },
  amount: { by: 'amount', label: 'Amount', first: 'greatest' },
} as const
const sortChoices = Object.values(choices)

function Table({
  payments,
  ...sorting
}: {
  payments: Payment[]
  sort: string | undefined
  onSort: (sort: string | undefined) => void
}) {
  return (
    <div className="hidden overflow-x-auto rounded-card border border-line bg-sheet shadow-card md:block">
      <table className="w-full text-left">
        <thead className="whitespace-nowrap border-b border-line text-xs text-faint">
          <tr>
            <SortHeader choice={choices.created} {...sorting} className="py-1 pr-3 pl-5" />
            <th scope="col" className="px-3 font-medium">
              Invoice
            </th>
            <th scope="col" className="px-3 font-medium">
              Customer
            </th>
            <th scope="col" className="px-3 font-medium">
              Method
            </th>
            <th scope="col" className="px-3 font-medium">
              Status
            </th>
            <SortHeader choice={choices.amount} {...sorting} align="right" className="pr-5 pl-3" />
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {payments.map((payment) => (
            <tr key={payment.id} className="relative transition-colors hover:bg-hover">
              <td className="py-3 pr-3 pl-5 whitespace-nowrap text-soft">
                {moment(payment.succeeded_at ?? payment.created_at)}
              </td>
              <td className="px-3 whitespace-nowrap">
                <Link
                  to={paths.invoice(payment.invoice_id)}
                  {...{ [rowMark]: payment.id }}
                  className="font-medium after:absolute after:inset-0"
                >
                  {payment.invoice_number ?? 'Draft'}
                </Link>
              </td>
              <td className="max-w-56 truncate px-3" title={payment.customer_name}>
                {payment.customer_name}
              </td>
              <td className="px-3 whitespace-nowrap text-soft">{methodName(payment)}</td>
              <td className="px-3">
                <div className="flex flex-wrap gap-1 py-1.5">
                  <PaymentBadge status={payment.status} />
                  <PaymentFlags payment={payment} />
                </div>
                {payment.failure && payment.status === 'failed' && (
                  <p className="pb-1.5 text-sm text-faint">{failureWords(payment.failure)}</p>
                )}
              </td>
              <td className="py-3 pr-5 pl-3 text-right font-medium">
                <Money amount={payment.amount} currency={payment.currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cards({ payments }: { payments: Payment[] }) {
  return (
    <ul className="flex flex-col gap-2.5 md:hidden">
      {payments.map((payment) => (
        <li key={payment.id}>
          <Link
            to={paths.invoice(payment.invoice_id)}
            className="block rounded-card border border-line bg-sheet px-4 py-3 shadow-card active:bg-hover"
          >
            <div className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 truncate font-medium">{payment.customer_name}</span>
              <Money amount={payment.amount} currency={payment.currency} className="font-semibold" />
            </div>
            <p className="mt-0.5 text-sm text-soft">
              {payment.invoice_number} · {methodName(payment)} ·{' '}
              {moment(payment.succeeded_at ?? payment.created_at)}
            </p>
            <div className="mt-2 flex flex-wrap gap-1">
              <PaymentBadge status={payment.status} />
              <PaymentFlags payment={payment} />
            </div>
          </Link>
        </li>
      ))}
    </ul>
  )
}
