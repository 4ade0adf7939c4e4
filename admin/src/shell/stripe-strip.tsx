import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { stripeQuery } from '../api/queries.ts'
import type { StripeConnection } from '../api/types.ts'
import { paths } from '../paths.ts'

/** Stands on every other page while Stripe has taken itself away (R38): nobody should find out from a customer. */
export function StripeStrip() {
  const { data: connection } = useQuery(stripeQuery)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const words = connection && troubleOf(connection)
  // There the page itself says it, with what to do.
  if (!words || path === paths.stripe()) return null
  return (
    <aside
      aria-label="Stripe"
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-bad/25 bg-bad-soft px-4 py-1.5 text-sm sm:px-8"
    >
      <p className="flex items-center gap-2 font-medium text-bad">
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        {words}
      </p>
      <Link
        to={paths.stripe()}
        className="inline-flex min-h-8 items-center rounded-control px-2 font-medium text-bad underline-offset-4 hover:underline max-sm:-ml-2"
      >
        See what to do
      </Link>
    </aside>
  )
}

function troubleOf({ state, end_reason: reason }: StripeConnection): string | null {
  if (state === 'restricted') return 'Stripe has stopped payments: all payment links are off'
  if (state === 'disconnected' && reason && reason !== 'removed')
    return 'Stripe ended the connection: all payment links are off'
  return null
}
