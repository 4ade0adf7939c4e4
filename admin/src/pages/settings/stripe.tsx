import { useSuspenseQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { stripeQuery } from '../../api/queries.ts'
import { useSession } from '../../api/session.ts'
import type { StripeConnection } from '../../api/types.ts'
import { Banner } from '../../ui/banner.tsx'
import { Page } from '../../ui/page.tsx'
import { SettingsTabs } from './settings-tabs.tsx'
import { ConnectSimulated } from './stripe/connect-simulated.tsx'
import { ConnectThroughPlatform } from './stripe/connect-through-platform.tsx'
import { ConnectWithKeys } from './stripe/connect-with-keys.tsx'
import { Connected } from './stripe/connected.tsx'
import { RestoreLinks } from './stripe/restore-links.tsx'
import { StandingBanner } from './stripe/standing-banner.tsx'
import { UnsettledPayments } from './stripe/unsettled-payments.tsx'
import { VisitOutcome } from './stripe/visit-outcome.tsx'

/** Settings → Stripe, where Marketplace leads too: connecting, how it stands, removing (R36, R19). */
export function StripeSettings() {
  const { member } = useSession()
  const { data: connection } = useSuspenseQuery(stripeQuery)
  const { stripe: outcome } = useSearch({ strict: false }) as { stripe?: string }
  const isOwner = member.role === 'owner'
  const isThere = connection.state !== 'disconnected'
  return (
    <Page title="Stripe" width="reading">
      <SettingsTabs />
      <VisitOutcome outcome={outcome} isConnected={connection.state === 'connected'} />
      <StandingBanner connection={connection} isOwner={isOwner} />
      {connection.restorable_links > 0 && connection.state === 'connected' && (
        <RestoreLinks count={connection.restorable_links} />
      )}
      <UnsettledPayments payments={connection.unreachable_payments} />
      {isThere ? (
        <Connected connection={connection} isOwner={isOwner} />
      ) : (
        <WaysToConnect connection={connection} isOwner={isOwner} />
      )}
    </Page>
  )
}

function WaysToConnect({ connection, isOwner }: { connection: StripeConnection; isOwner: boolean }) {
  const { isTour } = useSession()
  const links = connection.restorable_links
  if (!isOwner)
    return (
      <Banner tone="info" title="Stripe is not connected">
        Only the owner of this account can connect it.
      </Banner>
    )
  if (isTour) return <ConnectSimulated restorableLinks={links} />
  return (
    <>
      {links > 0 && (
        <Banner tone="info" title={links === 1 ? '1 payment link is off' : `${links} payment links are off`}>
          They were switched off when Stripe went. Once it is connected you can turn them back on, with the
          same addresses.
        </Banner>
      )}
      {connection.connect && <ConnectThroughPlatform way={connection.connect} />}
      <ConnectWithKeys beside={connection.connect !== null} />
    </>
  )
}
