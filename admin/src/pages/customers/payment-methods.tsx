import { useQuery } from '@tanstack/react-query'
import { CreditCard } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { sentenceFor } from '../../api/problem.ts'
import { paymentMethodsQuery } from '../../api/queries.ts'
import type { PaymentMethod } from '../../api/types.ts'
import { useAction } from '../../api/use-action.ts'
import { moment } from '../../blocks/dates.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { RequestCard } from './request-card.tsx'

/** What the customer chose to save (R23), with the proof of it. */
export function PaymentMethods({ customerId }: { customerId: string }) {
  const { data: methods = [] } = useQuery(paymentMethodsQuery(customerId))
  const [removing, setRemoving] = useState<PaymentMethod | null>(null)
  const path = (methodId: string) => ({ path: { id: customerId, method_id: methodId } })
  const makePrimary = useAction(
    (method: PaymentMethod) =>
      answer(
        api.POST('/customers/{id}/payment_methods/{method_id}/make_primary', {
          params: path(method.id),
        }),
      ),
    { done: (_, method) => `${nameOf(method)} is now the primary payment method.` },
  )
  const remove = useAction(
    (method: PaymentMethod) =>
      answer(api.DELETE('/customers/{id}/payment_methods/{method_id}', { params: path(method.id) })),
    { inForm: true, done: (_, method) => `${nameOf(method)} is removed.` },
  )
  return (
    <Card title="Saved payment methods">
      {methods.length === 0 ? (
        <p className="text-soft">None. A customer can choose to save one while paying, or you ask for one.</p>
      ) : (
        <ul className="-my-3 divide-y divide-line">
          {methods.map((method) => (
            <li key={method.id} className="py-3">
              <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
                <div className="flex min-w-0 flex-wrap items-center gap-2">
                  <CreditCard aria-hidden className="size-4.5 text-faint" />
                  <span className="figures font-medium">{nameOf(method)}</span>
                  {method.exp_month && method.exp_year && (
                    <span className="figures text-soft">
                      expires {String(method.exp_month).padStart(2, '0')}/{method.exp_year}
                    </span>
                  )}
                  {method.is_primary && <Badge tone="accent">Primary</Badge>}
                </div>
                <div className="flex gap-1">
                  {!method.is_primary && (
                    <Button
                      size="small"
                      look="quiet"
                      pending={makePrimary.isPending}
                      onClick={() => makePrimary.mutate(method)}
                    >
                      Make primary
                    </Button>
                  )}
                  <Button size="small" look="quiet" onClick={() => setRemoving(method)}>
                    Remove
                  </Button>
                </div>
              </div>
              <details className="mt-1 text-sm text-soft">
                <summary className="w-fit rounded-control text-faint hover:text-ink">
                  Agreed {moment(method.consent.at)}
                </summary>
                <blockquote className="mt-1.5 border-l-2 border-line pl-3">{method.consent.text}</blockquote>
              </details>
            </li>
          ))}
        </ul>
      )}
      <RequestCard customerId={customerId} />
      <ConfirmDialog
        title={removing ? `Remove ${nameOf(removing)}?` : 'Remove'}
        confirm="Remove"
        isOpen={removing !== null}
        onClose={() => setRemoving(null)}
        onConfirm={async () => removing && remove.mutateAsync(removing)}
        sentenceFor={sentenceFor}
      >
        <p>It can no longer be charged. The customer can save it again the next time they pay.</p>
      </ConfirmDialog>
    </Card>
  )
}

function nameOf(method: PaymentMethod): string {
  const kind = method.brand
    ? method.brand.charAt(0).toUpperCase() + method.brand.slice(1)
    : method.type.replaceAll('_', ' ')
  return method.last4 ? `${kind} •••• ${method.last4}` : kind
}
