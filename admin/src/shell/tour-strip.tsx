import { useQuery } from '@tanstack/react-query'
import { FlaskConical, Footprints, Mail, RotateCcw } from 'lucide-react'
import { walkQuery } from '../api/queries.ts'
import { paths } from '../paths.ts'
import { TimeMachine } from './time-machine.tsx'
import { useWalkActions } from './walk/use-walk-actions.ts'
import { WhatHappened } from './walk/what-happened.tsx'

/** Stands on every page of a tour account (R48). */
export function TourStrip() {
  return (
    <aside
      aria-label="Live Tour"
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-warn/25 bg-warn-soft px-4 py-1.5 text-sm sm:px-8"
    >
      <p className="flex items-center gap-2 font-medium text-warn">
        <FlaskConical aria-hidden className="size-4 shrink-0" />
        Live Tour: simulated, nothing is real
      </p>
      <div className="flex flex-wrap gap-1 max-sm:-ml-2">
        <GuidedTour />
        <a href={paths.mailbox()} className={actionClass}>
          <Mail aria-hidden className="size-4" />
          Mailbox
        </a>
        <WhatHappened className={actionClass} />
        <TimeMachine className={actionClass} />
        <form method="post" action={paths.startTour()}>
          <button type="submit" title="Begin with a fresh demo business" className={actionClass}>
            <RotateCcw aria-hidden className="size-4" />
            Start over
          </button>
        </form>
      </div>
    </aside>
  )
}

/** The way into the guided tour, or back into it, while it is not on the screen. */
function GuidedTour() {
  const { data: walk } = useQuery(walkQuery)
  const { begin, show } = useWalkActions()
  if (!walk || walk.view === 'open' || walk.view === 'folded') return null
  const isBegun = walk.view === 'left'
  return (
    <button type="button" onClick={() => (isBegun ? show('open') : begin())} className={actionClass}>
      <Footprints aria-hidden className="size-4" />
      {isBegun ? 'Resume the guided tour' : 'Guided tour'}
    </button>
  )
}

const actionClass =
  'inline-flex min-h-8 items-center gap-1.5 rounded-control px-2 font-medium text-warn underline-offset-4 hover:underline'
