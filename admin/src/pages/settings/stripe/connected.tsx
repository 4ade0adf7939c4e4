import { type ReactNode, useState } from 'react'
import { answer, api } from '../../../api/client.ts'
import { sentenceFor } from '../../../api/problem.ts'
import type { StripeConnection } from '../../../api/types.ts'
import { useAction } from '../../../api/use-action.ts'
import { moment } from '../../../blocks/dates.ts'
import { countryName } from '../../../blocks/places.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'

/** The connection as it is, and the way to remove it. */
export function Connected({ connection, mayRemove }: { connection: StripeConnection; mayRemove: boolean }) {
  const { account, webhook } = connection
  const facts: { label: string; value: ReactNode }[] = [
    { label: 'Account', value: account && `${account.business_name ?? 'Stripe account'} (${account.id})` },
    { label: 'Country', value: account?.country && countryName(account.country) },
    { label: 'Currency', value: account?.default_currency?.toUpperCase() },
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
    { label: 'Connected', value: connection.connected_at && moment(connection.connected_at) },
    { label: 'Active payment links', value: connection.active_links },
  ]
  return (
    <>
      {webhook.state === 'unreachable' && (
        <Banner tone="info" title="Stripe cannot reach this server">
          That is fine: Quittance asks Stripe itself, so payments arrive a little later. {webhook.problem}
        </Banner>
      )}
      {account && !account.charges_enabled && (
        <Banner tone="warn" title="Stripe does not let this account take payments yet">
          Finish its activation in the Stripe Dashboard.
        </Banner>
      )}
      <Card title="Connected" action={<ModeBadge connection={connection} />}>
        <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[11rem_minmax(0,1fr)]">
          {facts
            .filter(({ value }) => value !== null && value !== undefined && value !== '')
            .map(({ label, value }) => (
              <div key={label} className="contents">
                <dt className="text-faint max-sm:-mb-2">{label}</dt>
                <dd className="min-w-0">{value}</dd>
              </div>
            ))}
        </dl>
      </Card>
      {mayRemove && <RemoveStripe connection={connection} />}
    </>
  )
}

function RemoveStripe({ connection }: { connection: StripeConnection }) {
  const [asks, setAsks] = useState(false)
  const remove = useAction(() => answer(api.DELETE('/stripe_connection')), {
    inForm: true,
    done: ({ disabled_links: count }) =>
      `Stripe is removed. ${count === 1 ? '1 payment link is' : `${count} payment links are`} off.`,
  })
  const { active_links: links, running_payments: running } = connection
  return (
    <Card title="Remove Stripe" hint="Removing Stripe disables the payment links on all invoices.">
      <Button look="danger" onClick={() => setAsks(true)}>
        Remove Stripe
      </Button>
      <ConfirmDialog
        title="Remove Stripe?"
        confirm="Remove Stripe"
        isOpen={asks}
        onClose={() => setAsks(false)}
        onConfirm={() => remove.mutateAsync()}
        sentenceFor={sentenceFor}
      >
        <p>
          <strong className="text-ink">
            {links === 1 ? '1 open payment link' : `${links} open payment links`}
          </strong>{' '}
          will stop taking payments at once. Who opens one sees the invoice, and that online payment is not
          available.
        </p>
        <p>
          {running === 0 ? (
            'No payment is running.'
          ) : (
            <>
              <strong className="text-ink">
                {running === 1 ? '1 running payment' : `${running} running payments`}
              </strong>{' '}
              will be stopped where Stripe still allows it; what cannot be stopped is still counted when it
              arrives.
            </>
          )}
        </p>
        <p>After connecting again you can turn the links back on, with the same addresses.</p>
      </ConfirmDialog>
    </Card>
  )
}

function ModeBadge({ connection }: { connection: StripeConnection }) {
  if (connection.provider === 'simulated') return <Badge tone="warn">SIMULATED</Badge>
  return connection.mode === 'live' ? <Badge tone="good">LIVE</Badge> : <Badge tone="warn">TEST</Badge>
}

function WebhookWords({ webhook }: { webhook: StripeConnection['webhook'] }) {
  const last = webhook.last_event_at ? `last ${moment(webhook.last_event_at)}` : 'none came yet'
  if (webhook.state === 'registered') return <>By webhook; {last}</>
  return <>Asked for regularly{webhook.last_event_at ? `; ${last}` : ''}</>
}
