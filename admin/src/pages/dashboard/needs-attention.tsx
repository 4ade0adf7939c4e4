import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check, ChevronRight } from 'lucide-react'
import { stripeQuery } from '../../api/queries.ts'
import { useSession } from '../../api/session.ts'
import type { Dashboard } from '../../api/types.ts'
import { paths } from '../../paths.ts'
import { Card } from '../../ui/card.tsx'

type Flag = Dashboard['attention'][number]['flag']

const words: Record<Flag, (count: number) => string> = {
  held: (count) => `${some(count)} held: its records do not fit`,
  dispute_to_answer: (count) => `${some(count)} with a dispute to answer`,
  payment_failed: (count) => `${some(count)} whose last payment failed`,
  mail_failed: (count) => `${some(count)} that could not be mailed`,
  to_refund: (count) => `${some(count)} paid more than was owed`,
  needs_resend: (count) => `${some(count)} to send again: changed since it was sent`,
}

function some(count: number): string {
  return count === 1 ? 'One invoice' : `${count} invoices`
}

/** What waits for somebody, each with the way to it; says so when there is nothing. */
export function NeedsAttention({ attention }: { attention: Dashboard['attention'] }) {
  const { member } = useSession()
  const { data: stripe } = useQuery(stripeQuery)
  const asksForStripe = stripe?.state === 'disconnected' && member.role === 'owner'
  const isQuiet = attention.length === 0 && !asksForStripe
  return (
    <Card title="Needs attention">
      {isQuiet ? (
        <p className="flex items-center gap-2 text-soft">
          <Check aria-hidden className="size-4 text-good" />
          Nothing waits for you.
        </p>
      ) : (
        <ul className="-mx-2 -my-1 flex flex-col">
          {asksForStripe && (
            <Item to={paths.stripe()} text="Connect Stripe, so that customers can pay online" />
          )}
          {attention.map(({ flag, count }) => (
            <Item key={flag} to={paths.invoices()} show={flag} text={words[flag](count)} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Item({ to, show, text }: { to: string; show?: Flag; text: string }) {
  return (
    <li>
      <Link
        to={to}
        search={show ? { show } : {}}
        className="flex min-h-10 items-center justify-between gap-3 rounded-control px-2 transition-colors hover:bg-hover"
      >
        {text}
        <ChevronRight aria-hidden className="size-4 shrink-0 text-faint" />
      </Link>
    </li>
  )
}
