import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { RotateCw, Send } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../../../api/client.ts'
import { sentenceFor } from '../../../api/problem.ts'
import { webhookDeliveriesQuery, webhookEndpointQuery } from '../../../api/queries.ts'
import type { WebhookDelivery, WebhookEndpoint } from '../../../api/types.ts'
import { useAction } from '../../../api/use-action.ts'
import { moment } from '../../../blocks/dates.ts'
import { paths } from '../../../paths.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Page } from '../../../ui/page.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { EndpointBadge } from './endpoint-badge.tsx'
import { ShownOnce } from './shown-once.tsx'
import { WebhookForm } from './webhook-form.tsx'

type Asks = 'edit' | 'roll' | 'delete' | null

/** One endpoint: what it is told, and what became of each message. */
export function WebhookPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { data: endpoint } = useSuspenseQuery(webhookEndpointQuery(id))
  const navigate = useNavigate()
  const [asks, setAsks] = useState<Asks>(null)
  const path = { params: { path: { id } } }
  const test = useAction(() => answer(api.POST('/webhook_endpoints/{id}/test', path)), {
    done: 'The test message is on its way.',
  })
  const turn = useAction(
    (enabled: boolean) => answer(api.PATCH('/webhook_endpoints/{id}', { ...path, body: { enabled } })),
    { done: (_, enabled) => (enabled ? 'It is told again; what waited goes out.' : 'It is told nothing.') },
  )
  const roll = useAction(() => answer(api.POST('/webhook_endpoints/{id}/roll_secret', path)), {
    inForm: true,
  })
  const close = () => setAsks(null)
  return (
    <Page
      title="Webhook endpoint"
      heading={<span className="break-all">{endpoint.url}</span>}
      back={{ to: paths.apiKeys(), label: 'API keys & webhooks' }}
      width="reading"
      actions={
        <>
          <Button
            look="primary"
            icon={<Send aria-hidden />}
            disabled={!endpoint.enabled}
            pending={test.isPending}
            onClick={() => test.mutate()}
          >
            Send a test
          </Button>
          <Button onClick={() => setAsks('edit')}>Edit</Button>
        </>
      }
    >
      {endpoint.switched_off_because && <SwitchedOff endpoint={endpoint} />}
      <Card>
        <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[auto_1fr] sm:items-center">
          <dt className="text-soft">State</dt>
          <dd className="flex items-center gap-3">
            <EndpointBadge endpoint={endpoint} />
            <Button size="small" pending={turn.isPending} onClick={() => turn.mutate(!endpoint.enabled)}>
              {endpoint.enabled ? 'Switch off' : 'Switch on'}
            </Button>
          </dd>
          {endpoint.description && (
            <>
              <dt className="text-soft">What it is for</dt>
              <dd className="break-words">{endpoint.description}</dd>
            </>
          )}
          <dt className="text-soft">Told</dt>
          <dd className="break-words">
            {endpoint.event_types.length === 0 ? 'Everything' : endpoint.event_types.join(', ')}
          </dd>
          <dt className="text-soft">Signing secret</dt>
          <dd className="flex items-center gap-3">
            <span className="font-mono">whsec_…</span>
            <Button size="small" onClick={() => setAsks('roll')}>
              Roll
            </Button>
          </dd>
        </dl>
      </Card>
      <Deliveries endpointId={id} />
      <div>
        <Button look="quiet" onClick={() => setAsks('delete')}>
          Delete this endpoint
        </Button>
      </div>

      <Dialog title="Change the endpoint" isOpen={asks === 'edit'} onClose={close}>
        <WebhookForm endpoint={endpoint} onClose={close} />
      </Dialog>
      <ConfirmDialog
        title="Roll the signing secret?"
        confirm="Roll it"
        tone="primary"
        isOpen={asks === 'roll'}
        onClose={close}
        onConfirm={() => roll.mutateAsync()}
        sentenceFor={sentenceFor}
      >
        <p>
          You get a new secret. For a day messages are signed with both, so that you can put the new one in
          place without missing any.
        </p>
      </ConfirmDialog>
      <Dialog title="The new secret" isOpen={roll.data !== undefined} onClose={roll.reset} width="narrow">
        {roll.data && (
          <ShownOnce secret={roll.data.secret} copy="Copy secret" onClose={roll.reset}>
            Copy it now: it cannot be shown again. The old one signs as well until tomorrow.
          </ShownOnce>
        )}
      </Dialog>
      <ConfirmDialog
        title="Delete this endpoint?"
        confirm="Delete"
        isOpen={asks === 'delete'}
        onClose={close}
        onConfirm={async () => {
          await answer(api.DELETE('/webhook_endpoints/{id}', path))
          await navigate({ to: paths.apiKeys() })
        }}
        sentenceFor={sentenceFor}
      >
        <p>It is told nothing any more, and messages that still wait are dropped. This cannot be undone.</p>
      </ConfirmDialog>
    </Page>
  )
}

function SwitchedOff({ endpoint }: { endpoint: WebhookEndpoint }) {
  return (
    <Banner tone="bad" title="We switched it off">
      {endpoint.switched_off_because === 'gone'
        ? 'It answered 410: that it is gone.'
        : 'For three days it did not answer a message with a yes.'}{' '}
      Messages that wait go out when you switch it on; what happened meanwhile is in GET /events.
    </Banner>
  )
}

function Deliveries({ endpointId }: { endpointId: string }) {
  const list = useInfiniteQuery(webhookDeliveriesQuery(endpointId))
  const deliveries = list.data?.pages.flatMap((page) => page.data) ?? []
  if (list.isPending) return <SkeletonRows rows={3} />
  return (
    <Card title="Messages" hint="Newest first, kept for 30 days.">
      {deliveries.length === 0 ? (
        <p className="text-faint">Nothing was told to it yet. Send a test to see whether it answers.</p>
      ) : (
        <ul aria-label="Messages" className="-my-3 divide-y divide-line">
          {deliveries.map((delivery) => (
            <Delivery key={delivery.id} endpointId={endpointId} delivery={delivery} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button className="mt-4" pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Load more
        </Button>
      )}
    </Card>
  )
}

const states = {
  delivered: <Badge tone="good">Delivered</Badge>,
  waiting: <Badge tone="warn">Waiting</Badge>,
  failed: <Badge tone="bad">Given up</Badge>,
}

function Delivery({ endpointId, delivery }: { endpointId: string; delivery: WebhookDelivery }) {
  const again = useAction(
    () =>
      answer(
        api.POST('/webhook_endpoints/{id}/deliveries/{delivery_id}/retry', {
          params: { path: { id: endpointId, delivery_id: delivery.id } },
        }),
      ),
    { done: 'It goes out again.' },
  )
  return (
    <li className="py-3">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2 font-medium">
            {delivery.type}
            {states[delivery.state]}
          </p>
          <p className="text-sm text-faint">{whenWords(delivery)}</p>
          {delivery.error && <p className="text-sm break-words text-bad">{delivery.error}</p>}
        </div>
        <Button
          size="small"
          icon={<RotateCw aria-hidden />}
          pending={again.isPending}
          aria-label={`Send again: ${delivery.type}`}
          onClick={() => again.mutate()}
        >
          Send again
        </Button>
      </div>
      <details className="mt-1 text-sm">
        <summary className="cursor-pointer text-soft">What is sent</summary>
        <pre className="mt-2 overflow-x-auto rounded-control bg-sunken px-3 py-2 font-mono text-xs">
          {JSON.stringify(JSON.parse(delivery.body), null, 2)}
        </pre>
      </details>
    </li>
  )
}

function whenWords({ state, attempts, delivered_at, next_try_at, created_at }: WebhookDelivery): string {
  if (state === 'delivered') return `Delivered ${moment(delivered_at!)}`
  if (state === 'failed') return `Of ${moment(created_at)}, given up after ${attempts} tries`
  return attempts === 0
    ? 'Goes out in a moment'
    : `Tried ${attempts === 1 ? 'once' : `${attempts} times`}; next ${moment(next_try_at!)}`
}
