import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Activity, Check } from 'lucide-react'
import { useState } from 'react'
import { sentenceFor } from '../../api/problem.ts'
import { happeningsQuery, walkQuery } from '../../api/queries.ts'
import type { TourHappenings, TourWalk } from '../../api/types.ts'
import { locale } from '../../blocks/locale.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { LoadFailed } from '../../ui/load-failed.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { type Happening, happeningWords, kindNames } from './happening-words.ts'
import { wordsOf } from './walk-words.ts'

const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' })
const tones = { event: 'plain', request: 'accent', webhook: 'info' } as const
const views = [
  { key: 'all', label: 'Everything' },
  { key: 'event', label: 'Noted here' },
  { key: 'request', label: 'Asked Stripe' },
  { key: 'webhook', label: 'Stripe told' },
]

/** What went on behind the pages of the tour: in plain words, with the JSON folded. */
export function WhatHappened({ className }: { className: string }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setIsOpen(true)} className={className}>
        <Activity aria-hidden className="size-4" />
        What just happened
      </button>
      <Dialog title="What just happened" width="wide" isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <Happenings onLeave={() => setIsOpen(false)} />
      </Dialog>
    </>
  )
}

function Happenings({ onLeave }: { onLeave: () => void }) {
  const query = useQuery(happeningsQuery)
  const { data: walk } = useQuery(walkQuery)
  const [view, setView] = useState('all')
  if (query.isPending) return <SkeletonRows />
  if (!query.data)
    return <LoadFailed sentence={sentenceFor(query.error)} onRetry={() => void query.refetch()} />
  const rows = rowsOf(query.data, walk, view)
  return (
    <div className="flex flex-col gap-3">
      <p className="text-soft">
        What Quittance noted, what it and the payment page asked the simulated Stripe, and what Stripe told
        back. The newest is first.
      </p>
      {!query.data.requests_shown && (
        <p className="text-sm text-warn">
          The simulated Stripe does not show what it was asked. That part is missing here.
        </p>
      )}
      <FilterBar label="Show" choices={views} current={view} onChoose={setView} />
      {rows.length === 0 ? (
        <p className="py-6 text-center text-soft">
          Nothing yet. Create an invoice or send one, and look here again.
        </p>
      ) : (
        // Room for the list alone to scroll; on phones the whole dialog does.
        <ol className="flex flex-col sm:max-h-[60dvh] sm:overflow-y-auto">
          {rows.map((row) =>
            row.happening ? (
              <Row key={row.key} happening={row.happening} onLeave={onLeave} />
            ) : (
              <li
                key={row.key}
                className="flex items-center gap-2 border-b border-line py-2 font-medium text-good"
              >
                <Check aria-hidden className="size-4 shrink-0" />
                <span className="sr-only">Step done: </span>
                {row.title}
              </li>
            ),
          )}
        </ol>
      )}
    </div>
  )
}

function Row({ happening, onLeave }: { happening: Happening; onLeave: () => void }) {
  const { at, data, invoice, kind, type } = happening
  return (
    <li className="border-b border-line py-2.5">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <time dateTime={at} className="figures text-sm text-faint">
          {clock.format(new Date(at))}
        </time>
        <Badge tone={tones[kind]}>{kindNames[kind]}</Badge>
        <span className="min-w-0 break-words">{happeningWords(happening)}</span>
        {invoice && (
          <Link to={paths.invoice(invoice.id)} onClick={onLeave} className="text-sm text-accent underline">
            {invoice.number ?? 'Draft'}
          </Link>
        )}
      </div>
      <details className="mt-1 text-sm">
        <summary className="min-h-6 rounded-control break-all text-faint hover:text-ink">
          <code>{type}</code>
        </summary>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
        <pre tabIndex={0} className="mt-1 max-h-80 overflow-auto rounded-control bg-sunken p-3 text-xs">
          {JSON.stringify(data, null, 2)}
        </pre>
      </details>
    </li>
  )
}

type HappeningRow = { key: string; at: number } & (
  | { happening: Happening }
  | { happening: null; title: string }
)

/** The steps stand where they were ticked, so that one sees what lay behind each. */
function rowsOf({ data }: TourHappenings, walk: TourWalk | undefined, view: string): HappeningRow[] {
  const happened = data.map((happening) => ({
    key: `${happening.kind}:${happening.id}`,
    at: Date.parse(happening.at),
    happening,
  }))
  const oldest = Math.min(...happened.map(({ at }) => at))
  const ticked = (walk?.steps ?? []).flatMap((step) => {
    const at = step.done_at ? Date.parse(step.done_at) : 0
    // Older ones have nothing left here to stand over.
    return at >= oldest ? [{ key: step.key, at, happening: null, title: wordsOf(step).title }] : []
  })
  return [
    ...happened.filter(({ happening }) => view === 'all' || happening.kind === view),
    ...ticked,
  ].toSorted((a, b) => b.at - a.at)
}
