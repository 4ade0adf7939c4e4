import { useSuspenseQuery } from '@tanstack/react-query'
import { stripeQuery } from '../../api/queries.ts'
import { useSession } from '../../api/session.ts'
import { Banner } from '../../ui/banner.tsx'
import { Page } from '../../ui/page.tsx'
import { SettingsTabs } from './settings-tabs.tsx'
import { ConnectSimulated } from './stripe/connect-simulated.tsx'
import { ConnectWithKeys } from './stripe/connect-with-keys.tsx'
import { Connected } from './stripe/connected.tsx'
import { RestoreLinks } from './stripe/restore-links.tsx'

/** Settings → Stripe, where Marketplace leads too: connecting, how it stands, removing (R36, R19). */
export function StripeSettings() {
  const { member, isTour } = useSession()
  const { data: connection } = useSuspenseQuery(stripeQuery)
  const isConnected = connection.state === 'connected'
  return (
    <Page title="Stripe" width="reading">
      <SettingsTabs />
      {connection.restorable_links > 0 && isConnected && <RestoreLinks count={connection.restorable_links} />}
      {isConnected ? (
        <Connected connection={connection} mayRemove={member.role === 'owner'} />
      ) : member.role !== 'owner' ? (
        <Banner tone="info" title="Stripe is not connected">
          Only the owner of this account can connect it.
        </Banner>
      ) : isTour ? (
        <ConnectSimulated restorableLinks={connection.restorable_links} />
      ) : (
        <ConnectWithKeys restorableLinks={connection.restorable_links} />
      )}
    </Page>
  )
}
