import { Link, useRouterState } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'

/** Something that should not wait until somebody happens to look: stands on every page but the one that tells more. */
export function TroubleStrip({ label, words, to }: { label: string; words: string; to: string }) {
  const path = useRouterState({ select: (state) => state.location.pathname })
  if (path === to) return null
  return (
    <aside
      aria-label={label}
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-bad/25 bg-bad-soft px-4 py-1.5 text-sm sm:px-8"
    >
      <p className="flex items-center gap-2 font-medium text-bad">
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        {words}
      </p>
      <Link
        to={to}
        className="inline-flex min-h-8 items-center rounded-control px-2 font-medium text-bad underline-offset-4 hover:underline max-sm:-ml-2"
      >
        See what to do
      </Link>
    </aside>
  )
}
