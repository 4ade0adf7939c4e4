import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { FileText, Plus } from 'lucide-react'
import { sentenceFor } from '../../api/problem.ts'
import { invoicesQuery } from '../../api/queries.ts'
import type { InvoiceFilter, InvoiceListItem } from '../../api/types.ts'
import { day } from '../../blocks/dates.ts'
import { ExportLink } from '../../blocks/export-link.tsx'
import { Money } from '../../blocks/money.tsx'
import { NoInvoicesYet } from '../../blocks/no-invoices-yet.tsx'
import { FlagBadges, StatusBadge } from '../../blocks/status-badge.tsx'
import { paths } from '../../paths.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { LoadFailed } from '../../ui/load-failed.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'

/** What the list can show; the key stands in the address bar as `?show=`. */
const views: Record<string, { label: string; filter: InvoiceFilter }> = {
  all: { label: 'All', filter: {} },
  draft: { label: 'Drafts', filter: { status: 'draft' } },
  open: { label: 'Open', filter: { status: 'sent,partially_paid' } },
  overdue: { label: 'Overdue', filter: { flag: 'overdue' } },
  needs_resend: { label: 'Send again', filter: { flag: 'needs_resend' } },
  paid: { label: 'Paid', filter: { status: 'paid' } },
  cancelled: { label: 'Cancelled', filter: { status: 'cancelled' } },
}

/** Where the dashboard leads to: shown among the others only while it is looked at. */
const rareViews: typeof views = {
  processing: { label: 'Processing', filter: { flag: 'processing' } },
  held: { label: 'Held', filter: { flag: 'held' } },
  dispute_to_answer: { label: 'Dispute to answer', filter: { flag: 'dispute_to_answer' } },
  payment_failed: { label: 'Payment failed', filter: { flag: 'payment_failed' } },
  mail_failed: { label: 'Not mailed', filter: { flag: 'mail_failed' } },
  to_refund: { label: 'Paid too much', filter: { flag: 'to_refund' } },
}

export function InvoiceList() {
  const { q, show = 'all' } = useSearch({ strict: false }) as { q?: string; show?: string }
  const navigate = useNavigate()
  const rare = rareViews[show]
  const shown = rare ? { ...views, [show]: rare } : views
  const filter = { q, ...(shown[show] ?? views['all']!).filter }
  const list = useInfiniteQuery(invoicesQuery(filter))
  const invoices = list.data?.pages.flatMap((page) => page.data) ?? []
  const isFiltered = Boolean(q) || show !== 'all'

  const filterBy = (search: { q?: string | undefined; show?: string | undefined }) =>
    void navigate({
      to: paths.invoices(),
      search: { q: search.q || undefined, show: search.show === 'all' ? undefined : search.show },
      replace: true,
    })

  return (
    <Page
      title="Invoices"
      width="wide"
      actions={
        <>
          <ExportLink href={paths.exportInvoices(filter)} />
          <Link to={paths.createInvoice()} className={buttonClass('primary')}>
            <Plus aria-hidden />
            Create invoice
          </Link>
        </>
      }
    >
      <div className="flex flex-wrap items-center justify-between gap-3">
        <FilterBar
          label="Show"
          choices={Object.entries(shown).map(([key, { label }]) => ({ key, label }))}
          current={show}
          onChoose={(key) => filterBy({ q, show: key })}
        />
        <SearchField
          label="Search invoices"
          value={q ?? ''}
          onValue={(text) => filterBy({ q: text, show })}
        />
      </div>
      {list.isPending ? (
        <SkeletonRows />
      ) : list.isError && invoices.length === 0 ? (
        <LoadFailed sentence={sentenceFor(list.error)} onRetry={() => void list.refetch()} />
      ) : invoices.length === 0 ? (
        <Nothing isFiltered={isFiltered} onShowAll={() => filterBy({})} />
      ) : (
        <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? 'opacity-60' : undefined}>
          <Table invoices={invoices} />
          <Cards invoices={invoices} />
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

function Nothing({ isFiltered, onShowAll }: { isFiltered: boolean; onShowAll: () => void }) {
  if (isFiltered) {
    return (
      <EmptyState
        icon={<FileText />}
        title="No invoice matches"
        action={<Button onClick={onShowAll}>Show all invoices</Button>}
      >
        Try another word, or look in another tab.
      </EmptyState>
    )
  }
  return <NoInvoicesYet />
}

function Table({ invoices }: { invoices: InvoiceListItem[] }) {
  return (
    <div className="hidden overflow-x-auto rounded-card border border-line bg-sheet shadow-card md:block">
      <table className="w-full text-left">
        <thead className="whitespace-nowrap border-b border-line text-xs font-medium text-faint">
          <tr>
            <th scope="col" className="py-2.5 pr-3 pl-5 font-medium">
              Number
            </th>
            <th scope="col" className="px-3 font-medium">
              Customer
            </th>
            <th scope="col" className="px-3 font-medium">
              Status
            </th>
            <th scope="col" className="px-3 font-medium">
              Due
            </th>
            <th scope="col" className="px-3 text-right font-medium">
              Total
            </th>
            <th scope="col" className="py-2.5 pr-5 pl-3 text-right font-medium">
              Amount due
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {invoices.map((invoice) => (
            <tr key={invoice.id} className="relative transition-colors hover:bg-hover">
              <td className="py-3 pr-3 pl-5 whitespace-nowrap">
                <Link to={paths.invoice(invoice.id)} className="font-medium after:absolute after:inset-0">
                  {invoice.number ?? 'Draft'}
                </Link>
              </td>
              <td className="max-w-64 px-3 py-2.5">
                <CustomerName invoice={invoice} />
              </td>
              <td className="px-3">
                <div className="flex flex-wrap gap-1 py-1.5">
                  <StatusBadge status={invoice.status} />
                  <FlagBadges invoice={invoice} />
                </div>
              </td>
              <td className="px-3 whitespace-nowrap text-soft">{day(invoice.due_date)}</td>
              <td className="px-3 text-right text-soft">
                <Money amount={invoice.total} currency={invoice.currency} />
              </td>
              <td className="py-3 pr-5 pl-3 text-right">
                <Money
                  amount={invoice.amount_due}
                  currency={invoice.currency}
                  className={
                    invoice.amount_due > 0 && invoice.status !== 'draft' ? 'font-medium' : 'text-faint'
                  }
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cards({ invoices }: { invoices: InvoiceListItem[] }) {
  return (
    <ul className="flex flex-col gap-2.5 md:hidden">
      {invoices.map((invoice) => (
        <li key={invoice.id}>
          <Link
            to={paths.invoice(invoice.id)}
            className="block rounded-card border border-line bg-sheet px-4 py-3 shadow-card active:bg-hover"
          >
            <div className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 truncate font-medium">
                {invoice.customer.company || invoice.customer.name}
              </span>
              <Money
                amount={invoice.status === 'paid' ? invoice.total : invoice.amount_due}
                currency={invoice.currency}
                className="font-semibold"
              />
            </div>
            <p className="mt-0.5 text-sm text-soft">
              {invoice.number ?? 'No number yet'} · due {day(invoice.due_date)}
            </p>
            <div className="mt-2 flex flex-wrap gap-1">
              <StatusBadge status={invoice.status} />
              <FlagBadges invoice={invoice} />
            </div>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function CustomerName({ invoice }: { invoice: InvoiceListItem }) {
  const { name, company } = invoice.customer
  return (
    <div className="min-w-0">
      <p className="truncate" title={company || name}>
        {company || name}
      </p>
      {company && company !== name && <p className="truncate text-sm text-faint">{name}</p>}
    </div>
  )
}
