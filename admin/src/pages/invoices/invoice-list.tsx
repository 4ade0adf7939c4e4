import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { FileText, Plus } from 'lucide-react'
import { sentenceFor } from '../../api/problem.ts'
import { invoicesQuery } from '../../api/queries.ts'
import type { InvoiceFilter } from '../../api/types.ts'
import { ExportLink } from '../../blocks/export-link.tsx'
import { NoInvoicesYet } from '../../blocks/no-invoices-yet.tsx'
import { paths } from '../../paths.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { ListKeys } from '../../ui/list-keys.tsx'
import { LoadFailed } from '../../ui/load-failed.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { SortSelect, soundSort } from '../../ui/sorting.tsx'
import { useSelection } from '../../ui/use-selection.ts'
import { BulkBar } from './bulk-bar.tsx'
import { InvoiceCards, InvoiceTable, sortChoices } from './invoice-table.tsx'

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

interface Search {
  q?: string | undefined
  show?: string | undefined
  sort?: string | undefined
}

export function InvoiceList() {
  const { q, show = 'all', sort: asked } = useSearch({ strict: false }) as Search
  const sort = soundSort(asked, sortChoices)
  const navigate = useNavigate()
  const rare = rareViews[show]
  const shown = rare ? { ...views, [show]: rare } : views
  const filter = { q, sort, ...(shown[show] ?? views['all']!).filter } as InvoiceFilter
  const list = useInfiniteQuery(invoicesQuery(filter))
  const invoices = list.data?.pages.flatMap((page) => page.data) ?? []
  const selection = useSelection(invoices.map(({ id }) => id))
  const isFiltered = Boolean(q) || show !== 'all'

  const filterBy = (change: Search) => {
    const search = { q, show, sort, ...change }
    void navigate({
      to: paths.invoices(),
      search: { ...search, q: search.q || undefined, show: search.show === 'all' ? undefined : search.show },
      replace: true,
    })
  }

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
          onChoose={(key) => filterBy({ show: key })}
        />
        <SearchField label="Search invoices" value={q ?? ''} onValue={(text) => filterBy({ q: text })} />
      </div>
      {list.isPending ? (
        <SkeletonRows />
      ) : list.isError && invoices.length === 0 ? (
        <LoadFailed sentence={sentenceFor(list.error)} onRetry={() => void list.refetch()} />
      ) : invoices.length === 0 ? (
        <Nothing isFiltered={isFiltered} onShowAll={() => filterBy({ q: undefined, show: undefined })} />
      ) : (
        <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? 'opacity-60' : undefined}>
          <SortSelect choices={sortChoices} sort={sort} onSort={(by) => filterBy({ sort: by })} />
          <InvoiceTable
            invoices={invoices}
            selection={selection}
            sort={sort}
            onSort={(by) => filterBy({ sort: by })}
          />
          <InvoiceCards invoices={invoices} />
          {list.hasNextPage && (
            <div className="mt-4 flex justify-center">
              <Button pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                Load more
              </Button>
            </div>
          )}
          <BulkBar invoices={invoices.filter(({ id }) => selection.has(id))} onClear={selection.clear} />
          <ListKeys onPick={selection.turn} onClear={selection.clear} />
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
