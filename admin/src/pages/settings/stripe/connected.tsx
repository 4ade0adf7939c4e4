import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import type { StripeConnection } from '../../../api/types.ts'
import { moment } from '../../../blocks/dates.ts'
import { countryName } from '../../../blocks/places.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { Card } from '../../../ui/card.tsx'
import { ConnectionActs } from './connection-acts.tsx'
import { RemoveStripe } from './remove-stripe.tsx'

/** The connection as it is: whose account, what works, and what can be done with it. */
export function Connected({ connection, isOwner }: { connection: StripeConnection; isOwner: boolean }) {
  return (
    <>
      <Warnings connection={connection} />
      <Card title={titles[connection.state]} action={<ModeBadge connection={connection} />}>
        <Facts facts={factsOf(connection)} />
        <div className="mt-5 border-t border-line pt-5">
          <ConnectionActs connection={connection} isOwner={isOwner} />
        </div>
        {connection.simulator_url && connection.account && (
          <a
            href={`${connection.simulator_url}/dashboard?account=${connection.account.id}`}
            target="_blank"
            rel="noreferrer"
            className="mt-4 inline-flex items-center gap-1 font-medium text-accent underline underline-offset-4"
          >
            Open the simulated Stripe’s Dashboard
            <ExternalLink aria-hidden className="size-3.5" />
          </a>
        )}
      </Card>
      {isOwner && <RemoveStripe connection={connection} />}
    </>
  )
}

const titles = {
  connected: 'Connected',
  restricted: 'Payments stopped by Stripe',
  onboarding: 'Not finished at Stripe',
  disconnected: 'Removed',
}

interface Fact {
  label: string
  value: ReactNode
}

function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[11rem_minmax(0,1fr)]">
      {facts
        .filter(({ value }) => value !== null && value !== undefined && value !== '')
        .map(({ label, value }) => (
          <div key={label} className="contents">
            <dt className="text-faint max-sm:-mb-2">{label}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
    </dl>
  )
}

function factsOf(connection: StripeConnection): Fact[] {
  const { account, webhook, provider } = connection
  const isWell = account?.charges_enabled !== false
  return [
    { label: 'Business', value: account?.business_name },
    { label: 'Account', value: account && <span className="font-mono break-all">{account.id}</span> },
    { label: 'Country', value: account?.country && countryName(account.country) },
    { label: 'Currency', value: account?.default_currency?.toUpperCase() },
    { label: 'Way', value: provider && ways[provider] },
    {
      label: 'Payments',
      value: <Badge tone={isWell ? 'good' : 'bad'}>{isWell ? 'Taken' : 'Not taken by Stripe now'}</Badge>,
    },
    {
      label: 'Cards',
      value: account?.card_payments && (
        <Badge tone={account.card_payments === 'active' ? 'good' : 'warn'}>
          {account.card_payments === 'active' ? 'Active' : account.card_payments}
        </Badge>
      ),
    },
    {
      label: 'Secret key',
      value: connection.secret_key_last4 && (
        <span className="font-mono">•••• {connection.secret_key_last4}</span>
      ),
    },
    {
      label: 'Publishable key',
      value: connection.publishable_key && (
        <span className="font-mono break-all">{connection.publishable_key}</span>
      ),
    },
    { label: 'News from Stripe', value: <WebhookWords webhook={webhook} /> },
    {
      label: 'Webhook secret',
      value: webhook.rolled_at && `Rolled ${moment(webhook.rolled_at)}`,
    },
    { label: 'Connected', value: connection.connected_at && moment(connection.connected_at) },
    { label: 'Last checked', value: connection.checked_at && moment(connection.checked_at) },
    {
      label: connection.state === 'connected' ? 'Active payment links' : 'Payment links, off',
      value: connection.active_links,
    },
  ]
}

const ways = {
  own_keys: 'Your own keys',
  connect: 'Stripe Connect',
  simulated: 'Simulated, for the Live Tour',
}

function Warnings({ connection }: { connection: StripeConnection }) {
  const { webhook, permissions_missing: missing } = connection
  return (
    <>
      {missing.length > 0 && (
        <Banner tone="warn" title="The restricted key lacks permissions">
          Edit it in Stripe’s Dashboard under Developers → API keys, then check again. Missing:{' '}
          {missing.join(', ')}.
        </Banner>
      )}
      {connection.insecure_address && (
        <Banner tone="warn" title="Live payments without https">
          This server’s public address does not begin with https://. Stripe asks for it in live mode, and
          Apple Pay and Google Pay do not work without it. The operator sets PUBLIC_URL.
        </Banner>
      )}
      {webhook.state === 'unreachable' && (
        <Banner tone="info" title="Stripe cannot reach this server">
          That is fine: Quittance asks Stripe itself, so payments arrive a little later. {webhook.problem}
        </Banner>
      )}
    </>
  )
}

function ModeBadge({ connection }: { connection: StripeConnection }) {
  if (connection.provider === 'simulated') return <Badge tone="warn">SIMULATED</Badge>
  return connection.mode === 'live' ? <Badge tone="good">LIVE</Badge> : <Badge tone="warn">TEST</Badge>
}

function WebhookWords({ webhook }: { webhook: StripeConnection['webhook'] }) {
  const last = webhook.last_event_at ? `last ${moment(webhook.last_event_at)}` : 'none came yet'
  if (webhook.state === 'registered') return <>By webhook; {last}</>
  if (webhook.state === 'operator') return <>By the operator’s webhook; {last}</>
  return <>Asked for regularly{webhook.last_event_at ? `; ${last}` : ''}</>
}
