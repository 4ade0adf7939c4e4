import type { StripeConnection } from '../../../api/types.ts'
import { moment } from '../../../blocks/dates.ts'
import { Banner } from '../../../ui/banner.tsx'
import { GoToStripe } from './connect-through-platform.tsx'

/** What is wrong with the connection, or with it being gone, and what to do about it (R38). */
export function StandingBanner({ connection, isOwner }: { connection: StripeConnection; isOwner: boolean }) {
  if (connection.state === 'restricted')
    return (
      <Banner tone="bad" title="Stripe has stopped payments for this account">
        {since(connection.restricted_at)}All payment links are off. Stripe’s Dashboard says what it needs. The
        links come back by themselves as soon as payments are allowed again.
      </Banner>
    )
  if (connection.state === 'onboarding')
    return (
      <Banner
        tone="warn"
        title="Stripe still needs something from you"
        action={isOwner && <GoToStripe label="Go on at Stripe" />}
      >
        Until it lets this account take payments, there are no payment links.
      </Banner>
    )
  if (connection.state === 'disconnected' && connection.end_reason && connection.end_reason !== 'removed')
    return (
      <Banner tone="bad" title="Stripe ended the connection">
        {since(connection.disconnected_at)}
        {endings[connection.end_reason]} All payment links are off. Connect the account again, and you can
        turn them back on with the same addresses.
      </Banner>
    )
  return null
}

const endings = {
  deauthorized: 'The access was withdrawn in Stripe’s Dashboard.',
  key_revoked: 'Stripe no longer accepts the key: it was revoked or has expired.',
  access_lost: 'Stripe says that the key may not use this account any more.',
}

function since(time: string | null): string {
  return time ? `${moment(time)}: ` : ''
}
