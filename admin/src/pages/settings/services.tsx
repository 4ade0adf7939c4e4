import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Package, Plus } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { sentenceFor } from '../../api/problem.ts'
import { servicesQuery } from '../../api/queries.ts'
import type { Service } from '../../api/types.ts'
import { useAction } from '../../api/use-action.ts'
import { Money } from '../../blocks/money.tsx'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { LoadFailed } from '../../ui/load-failed.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { ServiceDialog } from './service-dialog.tsx'
import { SettingsTabs } from './settings-tabs.tsx'

const views = [
  { key: 'used', label: 'In use' },
  { key: 'archived', label: 'Out of use' },
]

/** Settings → Services: what is sold again and again, suggested while an invoice is written. */
export function ServiceSettings() {
  const { q, show } = useSearch({ strict: false }) as { q?: string; show?: string }
  const archived = show === 'archived'
  const navigate = useNavigate()
  const go = (search: { q?: string; show?: string }) =>
    void navigate({ to: paths.services(), search, replace: true })
  const list = useInfiniteQuery(servicesQuery({ q, archived }))
  const services = list.data?.pages.flatMap((page) => page.data) ?? []
  const [opened, setOpened] = useState<Service | 'new' | null>(null)
  const archive = useAction(
    ({ id, archived: value }: { id: string; name: string; archived: boolean }) =>
      answer(api.PATCH('/services/{id}', { params: { path: { id } }, body: { archived: value } })),
    { done: (_, { name, archived: value }) => `${name} is ${value ? 'out of use' : 'in use again'}.` },
  )
  const add = (
    <Button look="primary" icon={<Plus aria-hidden />} onClick={() => setOpened('new')}>
      New service
    </Button>
  )
  return (
    <Page title="Services" width="reading" actions={add}>
      <SettingsTabs />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <FilterBar
          label="Show"
          choices={views}
          current={archived ? 'archived' : 'used'}
          onChoose={(key) => go({ ...(q ? { q } : {}), ...(key === 'archived' ? { show: key } : {}) })}
        />
        <SearchField
          label="Search services"
          value={q ?? ''}
          onValue={(text) => go({ ...(text ? { q: text } : {}), ...(show ? { show } : {}) })}
        />
      </div>
      {list.isPending ? (
        <SkeletonRows />
      ) : list.isError && services.length === 0 ? (
        <LoadFailed sentence={sentenceFor(list.error)} onRetry={() => void list.refetch()} />
      ) : services.length === 0 ? (
        q ? (
          <EmptyState
            icon={<Package />}
            title="Nothing matches"
            action={<Button onClick={() => go(show ? { show } : {})}>Show all services</Button>}
          >
            Try a part of the name or of the description.
          </EmptyState>
        ) : archived ? (
          <EmptyState icon={<Package />} title="Nothing was taken out of use" />
        ) : (
          <EmptyState icon={<Package />} title="No services yet">
            Add what you sell again and again. It is suggested as you type an invoice’s line; on a line,
            “Remember this” adds it here.
          </EmptyState>
        )
      ) : (
        <>
          <ul className="divide-y divide-line rounded-card border border-line bg-sheet shadow-card">
            {services.map((service) => (
              <li
                key={service.id}
                className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-3"
              >
                <div className="min-w-0 flex-1 basis-56">
                  <p className="font-medium break-words">{service.name}</p>
                  {service.description && (
                    <p className="line-clamp-2 text-sm text-faint">{service.description}</p>
                  )}
                </div>
                <div className="flex items-center gap-2">
                  <p className="mr-2 whitespace-nowrap">
                    <Money amount={service.unit_amount} currency={service.currency} />
                    {service.unit && <span className="text-faint"> / {service.unit}</span>}
                  </p>
                  {!archived && (
                    <Button
                      size="small"
                      aria-label={`Edit: ${service.name}`}
                      onClick={() => setOpened(service)}
                    >
                      Edit
                    </Button>
                  )}
                  <Button
                    size="small"
                    look="quiet"
                    aria-label={`${archived ? 'Use again' : 'Take out of use'}: ${service.name}`}
                    onClick={() =>
                      archive.mutate({ id: service.id, name: service.name, archived: !archived })
                    }
                  >
                    {archived ? 'Use again' : 'Take out of use'}
                  </Button>
                </div>
              </li>
            ))}
          </ul>
          {list.hasNextPage && (
            <div className="flex justify-center">
              <Button pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                Load more
              </Button>
            </div>
          )}
        </>
      )}
      <ServiceDialog
        service={opened === 'new' ? null : opened}
        isOpen={opened !== null}
        onClose={() => setOpened(null)}
      />
    </Page>
  )
}
