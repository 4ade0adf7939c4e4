import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { invoiceDeadLettersQuery } from '../../api/queries.ts'
import { useIsAdministrator } from '../../api/session.ts'
import { paths } from '../../paths.ts'
import { Banner } from '../../ui/banner.tsx'
import { buttonClass } from '../../ui/button.tsx'

/** Something about this invoice was given up: a receipt, a refund that Stripe told of. */
export function DeadLetterBanner({ invoiceId }: { invoiceId: string }) {
  const { data: letters = [] } = useQuery({
    ...invoiceDeadLettersQuery(invoiceId),
    enabled: useIsAdministrator(),
  })
  if (letters.length === 0) return null
  return (
    <Banner
      tone="bad"
      title="Something about this invoice could not be done"
      action={
        <Link to={paths.deliveries()} search={{ show: 'dead' }} className={buttonClass()}>
          See what failed
        </Link>
      }
    >
      {letters.map((letter) => letter.text).join(' · ')}
    </Banner>
  )
}
