import { useQuery } from '@tanstack/react-query'
import { Mail } from 'lucide-react'
import { answer, api } from '../../api/client.ts'
import { cardRequestsQuery } from '../../api/queries.ts'
import { useStripeConnected } from '../../api/session.ts'
import type { CardRequest } from '../../api/types.ts'
import { useAction } from '../../api/use-action.ts'
import { moment } from '../../blocks/dates.ts'
import { Button } from '../../ui/button.tsx'

/** Asks the customer to save a payment method without paying (R42), and shows how the latest request stands. */
export function RequestCard({ customerId }: { customerId: string }) {
  const isConnected = useStripeConnected()
  const { data: requests } = useQuery(cardRequestsQuery(customerId))
  const latest = requests?.[0]
  const params = { path: { id: customerId } }
  const request = useAction(() => answer(api.POST('/customers/{id}/request_card', { params })), {
    done: ({ sent_to: to }) => `Sent to ${to}. Nothing is charged.`,
  })
  const revoke = useAction(
    (open: CardRequest) =>
      answer(
        api.DELETE('/customers/{id}/card_requests/{request_id}', {
          params: { path: { id: customerId, request_id: open.id } },
        }),
      ),
    { done: 'The link of the request no longer works.' },
  )
  if (!isConnected) return null
  const isOpen = latest?.state === 'open'
  return (
    <div className="mt-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-t pt-4">
      <p className="min-w-0 text-sm text-soft">
        {latest ? standing(latest) : 'The customer saves it on a page of yours, without paying.'}
      </p>
      <div className="flex flex-wrap gap-1">
        {isOpen && (
          <Button size="small" look="quiet" pending={revoke.isPending} onClick={() => revoke.mutate(latest)}>
            Take back
          </Button>
        )}
        <Button
          size="small"
          icon={<Mail aria-hidden />}
          pending={request.isPending}
          onClick={() => request.mutate()}
        >
          {isOpen ? 'Ask again' : 'Request a card'}
        </Button>
      </div>
    </div>
  )
}

function standing(request: CardRequest): string {
  switch (request.state) {
    case 'open':
      return `Asked ${request.sent_to} ${moment(request.created_at)}. The link works until ${moment(request.expires_at)}.`
    case 'saved':
      return `Saved on request ${moment(request.saved_at ?? request.created_at)}.`
    case 'expired':
      return `The link sent to ${request.sent_to} has expired unused.`
    case 'revoked':
      return `The request to ${request.sent_to} was taken back.`
  }
}
