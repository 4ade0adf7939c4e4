import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { ArrowRight, ChevronDown, ChevronUp, ExternalLink, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { stripeQuery, walkQuery } from '../../api/queries.ts'
import type { TourWalk } from '../../api/types.ts'
import { paths } from '../../paths.ts'
import { Button, buttonClass, IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { StepList } from './step-list.tsx'
import { useSpotlight } from './use-spotlight.ts'
import { useWalkActions } from './use-walk-actions.ts'
import { type StepKey, type StepWords, wordsOf } from './walk-words.ts'

/** The guided tour (R47): says what to do next and why, beside the app and never over it. The server does the ticking. */
export function WalkPanel() {
  const { data: walk } = useQuery(walkQuery)
  if (!walk || walk.view === 'not_begun' || walk.view === 'left') return null
  return walk.view === 'folded' ? <Folded walk={walk} /> : <Open walk={walk} />
}

/** Whether the panel takes a column of its own, so that the page beside it can make room. */
export function useWalkIsOpen(isTour: boolean): boolean {
  return useQuery({ ...walkQuery, enabled: isTour }).data?.view === 'open'
}

function Folded({ walk }: { walk: TourWalk }) {
  const { show } = useWalkActions()
  const next = nextOf(walk)
  return (
    <aside
      aria-label="Guided tour"
      className="flex items-center justify-between gap-3 border-b border-line bg-sheet px-4 py-1 sm:px-8"
    >
      <p className="min-w-0 truncate text-sm">
        <span className="font-medium">Guided tour</span>{' '}
        <span className="text-soft">
          {next ? `${progressWords(walk)}: ${wordsOf(next).title}` : 'All steps done'}
        </span>
      </p>
      <IconButton label="Unfold the guided tour" onClick={() => show('open')}>
        <ChevronDown aria-hidden className="size-4.5" />
      </IconButton>
    </aside>
  )
}

function Open({ walk }: { walk: TourWalk }) {
  const { show, begin } = useWalkActions()
  const [chosen, setChosen] = useState<StepKey | null>(null)
  const news = useNews(walk)
  // What was looked at is left as soon as it is done.
  const step = walk.steps.find(({ key, done_at }) => key === chosen && !done_at) ?? nextOf(walk)
  const words = step && wordsOf(step)
  useSpotlight(words?.spots ?? [])
  return (
    <aside
      aria-label="Guided tour"
      className="border-b border-line bg-sheet min-[87.5rem]:fixed min-[87.5rem]:inset-y-0 min-[87.5rem]:right-0 min-[87.5rem]:z-10 min-[87.5rem]:w-80 min-[87.5rem]:overflow-y-auto min-[87.5rem]:border-b-0 min-[87.5rem]:border-l"
    >
      <header className="flex items-center justify-between gap-2 pt-2 pr-2 pl-4 sm:pl-8 min-[87.5rem]:pt-3 min-[87.5rem]:pl-5">
        <p className="text-sm">
          <span className="font-semibold">Guided tour</span>{' '}
          <span className="text-soft">{progressWords(walk)}</span>
        </p>
        <div className="flex">
          <IconButton label="Fold the guided tour" onClick={() => show('folded')}>
            <ChevronUp aria-hidden className="size-4.5" />
          </IconButton>
          <IconButton label="Leave the guided tour" onClick={() => show('left')}>
            <X aria-hidden className="size-4.5" />
          </IconButton>
        </div>
      </header>
      <div className="flex flex-col gap-3 px-4 pt-1 pb-4 sm:px-8 min-[87.5rem]:px-5">
        <Progress walk={walk} />
        <p role="status" className={news ? 'text-sm font-medium text-good' : 'sr-only'}>
          {news}
        </p>
        {words ? (
          <Task words={words} hint={step.key === 'paid'} />
        ) : (
          <Finished onLeave={() => show('left')} onAgain={begin} />
        )}
        <StepList walk={walk} current={step?.key ?? null} onChoose={setChosen} />
      </div>
    </aside>
  )
}

function Task({ words, hint }: { words: StepWords; hint: boolean }) {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const { data: stripe } = useQuery(stripeQuery)
  const lacksStripe = words.needsStripe && stripe && stripe.state !== 'connected'
  const isHere = path === words.way.to
  return (
    <section aria-labelledby="walk-task" className="flex max-w-2xl flex-col gap-2">
      <p className="text-xs font-medium text-faint">{words.chapter}</p>
      <h2 id="walk-task" className="text-lg leading-snug font-semibold">
        {words.title}
      </h2>
      <p>{words.task}</p>
      <p className="text-sm text-soft">{words.why}</p>
      {lacksStripe && (
        <p className="rounded-control bg-warn-soft px-3 py-2 text-sm text-warn">
          Stripe is not connected now, so this has to wait.{' '}
          <Link to={paths.stripe()} className="font-medium underline">
            Connect it first
          </Link>
        </p>
      )}
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-2">
        {words.way.isMailbox ? (
          // Always the same tab, so that no row of mailboxes is left behind.
          <a href={words.way.to} target="quittance-mailbox" className={buttonClass('primary')}>
            {words.way.label}
            <ExternalLink aria-hidden />
            <span className="sr-only">(in another tab)</span>
          </a>
        ) : isHere ? (
          <p className="text-sm font-medium text-accent">You are on the right page: look for the outline.</p>
        ) : (
          <Link to={words.way.to} className={buttonClass('primary')}>
            {words.way.label}
            <ArrowRight aria-hidden />
          </Link>
        )}
        {hint && <code className="figures text-sm whitespace-nowrap select-all">4242 4242 4242 4242</code>}
      </div>
    </section>
  )
}

function Finished({ onLeave, onAgain }: { onLeave: () => void; onAgain: () => void }) {
  return (
    <section aria-labelledby="walk-task" className="flex max-w-2xl flex-col gap-2">
      <h2 id="walk-task" className="text-lg font-semibold">
        That was all of it
      </h2>
      <p>
        You added links in all three ways, paid as a customer, removed Stripe and put it back. The demo
        business stays yours to try things in.
      </p>
      <div className="mt-1 flex flex-wrap gap-2">
        <Button look="primary" onClick={onLeave}>
          Close the tour
        </Button>
        <Button onClick={onAgain}>Walk again</Button>
      </div>
    </section>
  )
}

function Progress({ walk: { steps } }: { walk: TourWalk }) {
  return (
    <div aria-hidden className="flex gap-1">
      {steps.map(({ key, done_at }) => (
        <span key={key} className={classes('h-1 flex-1 rounded-full', done_at ? 'bg-accent' : 'bg-line')} />
      ))}
    </div>
  )
}

/** What was ticked last while the panel was looked at; told to screen readers too. */
function useNews({ steps }: TourWalk): string | null {
  const [news, setNews] = useState<string | null>(null)
  const known = useRef<Set<string> | null>(null)
  useEffect(() => {
    const done = steps.filter(({ done_at }) => done_at)
    const before = known.current
    const fresh = before ? done.filter(({ key }) => !before.has(key)) : []
    known.current = new Set(done.map(({ key }) => key))
    if (fresh.length > 0) setNews(`✓ ${fresh.map((step) => wordsOf(step).title).join(' · ')}`)
    else if (before && done.length < before.size) setNews(null)
  }, [steps])
  return news
}

function nextOf({ steps }: TourWalk) {
  return steps.find(({ done_at }) => !done_at)
}

function progressWords({ steps }: TourWalk): string {
  return `${steps.filter(({ done_at }) => done_at).length} of ${steps.length} done`
}
