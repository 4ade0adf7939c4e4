import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, Plus, Webhook } from 'lucide-react'
import { useState } from 'react'
import { webhookEndpointsQuery } from '../../../api/queries.ts'
import { paths } from '../../../paths.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { EndpointBadge } from './endpoint-badge.tsx'
import { WebhookForm } from './webhook-form.tsx'

/** Whom it tells what happens. */
export function WebhooksSection() {
  const { data: endpoints } = useSuspenseQuery(webhookEndpointsQuery)
  const [isCreating, setCreating] = useState(false)
  const create = (
    <Button icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
      New endpoint
    </Button>
  )
  return (
    <section aria-labelledby="webhooks" className="flex flex-col gap-4">
      <header className="flex items-end justify-between gap-3">
        <div className="min-w-0">
          <h2 id="webhooks" className="text-lg font-semibold">
            Webhooks
          </h2>
          <p className="text-soft">Your programs hear at once when an invoice is sent, paid or disputed.</p>
        </div>
        {endpoints.length > 0 && create}
      </header>
      {endpoints.length === 0 ? (
        <EmptyState icon={<Webhook />} title="Nobody is told yet" action={create}>
          Each message is a signed POST as Standard Webhooks has it, with libraries for most languages. It is
          tried again for three days until your program answers with a yes.
          <code className="mt-3 block rounded-control bg-sunken px-3 py-2 text-left font-mono text-sm break-words whitespace-pre-wrap text-ink">
            {"new Webhook(secret).verify(body, headers)\n// { type: 'invoice.paid', data: { invoice_id } }"}
          </code>
        </EmptyState>
      ) : (
        <ul
          aria-label="Webhook endpoints"
          className="divide-y divide-line rounded-card border border-line bg-sheet shadow-card"
        >
          {endpoints.map((endpoint) => (
            <li key={endpoint.id}>
              <Link
                to={paths.webhook(endpoint.id)}
                className="flex items-center gap-3 px-5 py-3 transition-colors hover:bg-hover"
              >
                <span className="min-w-0 flex-1">
                  <span className="flex flex-wrap items-center gap-2">
                    <span className="min-w-0 font-medium break-all">{endpoint.url}</span>
                    <EndpointBadge endpoint={endpoint} />
                  </span>
                  <span className="block text-sm text-faint">
                    {[
                      endpoint.description,
                      endpoint.event_types.length === 0
                        ? 'told everything'
                        : `told ${endpoint.event_types.length === 1 ? endpoint.event_types[0] : `${endpoint.event_types.length} kinds of events`}`,
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </span>
                <ChevronRight aria-hidden className="size-4 shrink-0 text-faint" />
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Dialog title="New webhook endpoint" isOpen={isCreating} onClose={() => setCreating(false)}>
        <WebhookForm onClose={() => setCreating(false)} />
      </Dialog>
    </section>
  )
}
