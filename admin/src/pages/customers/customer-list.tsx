import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { UserPlus, Users } from 'lucide-react'
import { sentenceFor } from '../../api/problem.ts'
import { customersQuery } from '../../api/queries.ts'
import type { CustomerFilter } from '../../api/types.ts'
import { ExportLink } from '../../blocks/export-link.tsx'
import { paths } from '../../paths.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ListKeys, rowMark } from '../../ui/list-keys.tsx'
import { LoadFailed } from '../../ui/load-failed.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { type SortChoice, SortSelect, soundSort } from '../../ui/sorting.tsx'
import { Balance } from './balance.tsx'

const sortChoices: SortChoice[] = [
  { by: 'created', label: 'Created', first: 'greatest' },
  { by: 'name', label: 'Name', first: 'least' },
]

export function CustomerList() {
  const { q, sort: asked } = useSearch({ strict: false }) as { q?: string; sort?: string }
  const sort = soundSort(asked, sortChoices)
  const navigate = useNavigate()
  const list = useInfiniteQuery(customersQuery({ q, sort } as CustomerFilter))
  const customers = list.data?.pages.flatMap((page) => page.data) ?? []
  const show = (change: { q?: string; sort?: string | undefined }) => {
    const next = { q, sort, ...change }
    void navigate({ to: paths.customers(), search: { ...next, q: next.q || undefined }, replace: true })
  }
  const search = (text: string) => show({ q: text })
  const create = (
    <Link to={paths.createCustomer()} className={buttonClass('primary')}>
      <UserPlus aria-hidden />
      Create customer
    </Link>
  )
  return (
    <Page
      title="Customers"
      width="wide"
      actions={
        <>
          <ExportLink href={paths.exportCustomers({ q, sort })} />
          {create}
        </>
      }
    >
      <div className="flex flex-wrap items-center justify-between gap-3">
        <SearchField label="Search customers" value={q ?? ''} onValue={search} />
        <SortSelect choices={sortChoices} sort={sort} onSort={(by) => show({ sort: by })} always />
      </div>
      <ListKeys />
      {list.isPending ? (
        <SkeletonRows />
      ) : list.isError && customers.length === 0 ? (
        <LoadFailed sentence={sentenceFor(list.error)} onRetry={() => void list.refetch()} />
      ) : customers.length === 0 ? (
        q ? (
          <EmptyState
            icon={<Users />}
            title="Nobody matches"
            action={<Button onClick={() => search('')}>Show all customers</Button>}
          >
            Try a part of the name, the company or the e-mail.
          </EmptyState>
        ) : (
          <EmptyState icon={<Users />} title="No customers yet" action={create}>
            Create one here, or in the middle of an invoice.
          </EmptyState>
        )
      ) : (
        <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? 'opacity-60' : undefined}>
          <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-sheet shadow-card">
            {customers.map((customer) => (
              <li key={customer.id}>
                <Link
                  to={paths.customer(customer.id)}
                  {...{ [rowMark]: customer.id }}
                  className="flex min-h-14 flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-2.5 transition-colors hover:bg-hover focus-visible:-outline-offset-2 sm:px-5"
                >
                  <div className="min-w-0 flex-1 basis-48">
                    <p className="truncate font-medium">{customer.company || customer.name}</p>
                    <p className="truncate text-sm text-faint">
                      {[customer.company && customer.name, customer.email].filter(Boolean).join(' · ') ||
                        'No e-mail'}
                    </p>
                  </div>
                  <Balance balance={customer.balance} />
                </Link>
              </li>
            ))}
          </ul>
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
