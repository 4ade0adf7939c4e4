import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FileText, Plus } from 'lucide-react'
import { stripeQuery } from '../api/queries.ts'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { buttonClass } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

/** Where invoices will be: what to do first. */
export function NoInvoicesYet() {
  const { member } = useSession()
  const { data: stripe } = useQuery(stripeQuery)
  const offersStripe = stripe?.state === 'disconnected' && member.role === 'owner'
  return (
    <EmptyState
      icon={<FileText />}
      title="No invoices yet"
      action={
        <>
          <Link to={paths.createInvoice()} className={buttonClass('primary')}>
            <Plus aria-hidden />
            Create invoice
          </Link>
          {offersStripe && (
            <Link to={paths.stripe()} className={buttonClass()}>
              Connect Stripe
            </Link>
          )}
        </>
      }
    >
      {offersStripe
        ? 'Create the first one. Connect Stripe, and your customers can pay online: the invoice then turns Paid by itself.'
        : 'Create the first one. With a payment link on it, your customer pays online and it turns Paid by itself.'}
    </EmptyState>
  )
}
