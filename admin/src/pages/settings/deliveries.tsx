import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { CircleCheck, Inbox, RotateCw, Send } from 'lucide-react'
import { answer, api } from '../../api/client.ts'
import { sentenceFor } from '../../api/problem.ts'
import { deadLettersQuery } from '../../api/queries.ts'
import { useSession } from '../../api/session.ts'
import type { DeadLetter } from '../../api/types.ts'
import { useAction } from '../../api/use-action.ts'
import { moment } from '../../blocks/dates.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { LoadFailed } from '../../ui/load-failed.tsx'
import { Page } from '../../ui/page.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { SettingsTabs } from './settings-tabs.tsx'

type State = DeadLetter['state']

/** What came in or was to go out, and failed: given up, or tried again by itself. */
export function DeliverySettings() {
  const asked = (useSearch({ strict: false }) as { show?: string }).show
  const state = asked === 'dead' || asked === 'waiting' ? asked : undefined
  const navigate = useNavigate()
  const { mailConfigured, isTour } = useSession()
  const list = useInfiniteQuery(deadLettersQuery(state))
  const letters = list.data?.pages.flatMap((page) => page.data) ?? []
  const counts = list.data?.pages[0]?.counts ?? { dead: 0, waiting: 0 }
  const retryAll = useAction(() => answer(api.POST('/dead_letters/retry')), {
    done: ({ retried }) => (retried === 1 ? 'It is tried again.' : `All ${retried} are tried again.`),
  })
  const views = [
    { key: 'all', label: `All ${counts.dead + counts.waiting}` },
    { key: 'dead', label: `Given up ${counts.dead}` },
    { key: 'waiting', label: `Waiting ${counts.waiting}` },
  ]
  const show = (key: string) =>
    void navigate({ to: paths.deliveries(), search: key === 'all' ? {} : { show: key }, replace: true })
  return (
    <Page
      title="Deliveries"
      actions={
        counts.dead > 0 && (
          <Button
            look="primary"
            icon={<RotateCw aria-hidden />}
            pending={retryAll.isPending}
            onClick={() => retryAll.mutate()}
          >
            Try all again
          </Button>
        )
      }
    >
      <SettingsTabs />
      <p className="max-w-2xl text-soft">
        E-mails that did not go out and news from Stripe that could not be booked. Each is tried again for
        half a day, then it is given up and waits here. Nothing in this list is lost, and nothing is done
        twice.
      </p>
      {!mailConfigured && !isTour && (
        <Banner tone="warn" title="No mail server is set up">
          E-mails wait until one is (SMTP_URL), and then go out by themselves.
        </Banner>
      )}
      {(letters.length > 0 || state) && (
        <FilterBar label="Show" choices={views} current={state ?? 'all'} onChoose={show} />
      )}
      {list.isPending ? (
        <SkeletonRows rows={3} />
      ) : list.isError && letters.length === 0 ? (
        <LoadFailed sentence={sentenceFor(list.error)} onRetry={() => void list.refetch()} />
      ) : letters.length === 0 ? (
        <Nothing state={state} onShowAll={() => show('all')} />
      ) : (
        <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? 'opacity-60' : undefined}>
          <ul
            aria-label="Failed deliveries"
            className="divide-y divide-line rounded-card border border-line bg-sheet shadow-card"
          >
            {letters.map((letter) => (
              <Letter key={letter.id} letter={letter} />
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

function Nothing({ state, onShowAll }: { state: State | undefined; onShowAll: () => void }) {
  if (state)
    return (
      <EmptyState
        icon={<CircleCheck />}
        title={state === 'dead' ? 'Nothing was given up' : 'Nothing waits for another try'}
        action={<Button onClick={onShowAll}>Show all</Button>}
      />
    )
  return (
    <EmptyState icon={<CircleCheck />} title="Everything went through">
      Nothing waits for another try, and all news from Stripe is in your books. E-mails that a mail server
      refused for good stand at their invoice and customer.
    </EmptyState>
  )
}

function Letter({ letter }: { letter: DeadLetter }) {
  const retry = useAction(
    () => answer(api.POST('/dead_letters/{id}/retry', { params: { path: { id: letter.id } } })),
    { done: 'It is tried again.' },
  )
  const Icon = letter.kind === 'inbox' ? Inbox : Send
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3 px-5 py-4">
      <div className="flex min-w-0 flex-1 basis-72 gap-3">
        <Icon aria-hidden className="mt-0.5 size-4.5 shrink-0 text-faint" />
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="min-w-0 font-medium break-words">{letter.text}</span>
            {letter.state === 'dead' ? (
              <Badge tone="bad">Given up</Badge>
            ) : (
              <Badge tone="warn">Waiting</Badge>
            )}
          </p>
          {letter.last_error && (
            <p className="mt-1 line-clamp-3 text-sm break-words text-bad">{letter.last_error}</p>
          )}
          <p className="mt-1 text-sm text-faint">{whenWords(letter)}</p>
          <About letter={letter} />
        </div>
      </div>
      <Button
        size="small"
        className="max-sm:ml-7.5"
        icon={<RotateCw aria-hidden />}
        pending={retry.isPending}
        aria-label={`Try again: ${letter.text}`}
        onClick={() => retry.mutate()}
      >
        {letter.state === 'dead' ? 'Try again' : 'Try now'}
      </Button>
    </li>
  )
}

function About({ letter: { invoice, customer } }: { letter: DeadLetter }) {
  if (!invoice && !customer) return null
  return (
    <p className="mt-1 flex flex-wrap gap-x-3 text-sm">
      {invoice && (
        <Link to={paths.invoice(invoice.id)} className={linkClass}>
          {invoice.number ?? 'Draft invoice'}
        </Link>
      )}
      {customer && (
        <Link to={paths.customer(customer.id)} className={linkClass}>
          {customer.name}
        </Link>
      )}
    </p>
  )
}

const linkClass = 'min-w-0 truncate font-medium text-accent underline-offset-4 hover:underline'

function whenWords({ attempts, created_at: since, next_try_at: next }: DeadLetter): string {
  if (attempts === 0) return `Tried again now. It began ${moment(since)}`
  const tried = `Tried ${attempts === 1 ? 'once' : `${attempts} times`} since ${moment(since)}`
  return next ? `${tried}. Next try ${moment(next)}` : tried
}
