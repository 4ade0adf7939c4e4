import { isChargeable } from '@quittance/core/payment-method'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CreditCard, Zap } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { sentenceFor } from '../../api/problem.ts'
import { invoicesQuery, paymentMethodsQuery } from '../../api/queries.ts'
import type { PaymentMethod } from '../../api/types.ts'
import { useAction } from '../../api/use-action.ts'
import { ChargeDialog } from '../../blocks/charge-dialog.tsx'
import { moment } from '../../blocks/dates.ts'
import { methodTrouble, methodName as nameOf } from '../../blocks/payment-method-words.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { RequestCard } from './request-card.tsx'

/** What the customer chose to save (R23), with the proof of it. */
export function PaymentMethods({ customerId }: { customerId: string }) {
  const { data: methods = [] } = useQuery(paymentMethodsQuery(customerId))
  const [removing, setRemoving] = useState<PaymentMethod | null>(null)
  const [charges, setCharges] = useState(false)
  const owed = useOwed(customerId)
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
                  <Trouble method={method} />
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
              <ProofOfConsent consent={method.consent} />
            </li>
          ))}
        </ul>
      )}
      {owed.length > 0 && methods.some(({ state }) => isChargeable(state)) && (
        <div className="mt-4 flex justify-end border-line border-t pt-4">
          <Button size="small" look="primary" icon={<Zap aria-hidden />} onClick={() => setCharges(true)}>
            Charge
          </Button>
        </div>
      )}
      <RequestCard customerId={customerId} />
      <ChargeDialog customerId={customerId} owed={owed} isOpen={charges} onClose={() => setCharges(false)} />
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

/** Open invoices of the customer with something due. */
function useOwed(customerId: string) {
  const list = useInfiniteQuery(invoicesQuery({ customer_id: customerId, status: 'sent,partially_paid' }))
  return (list.data?.pages ?? []).flatMap((page) => page.data).filter((invoice) => invoice.amount_due > 0)
}

function Trouble({ method }: { method: PaymentMethod }) {
  const trouble = methodTrouble(method)
  if (!trouble) return null
  return (
    <>
      <Badge tone={trouble.tone}>{trouble.badge}</Badge>
      {!isChargeable(method.state) && (
        <span className="basis-full text-sm text-soft">{trouble.sentence}</span>
      )}
    </>
  )
}

/** What was agreed, in the words the customer saw, and all that shows they did. */
function ProofOfConsent({ consent }: { consent: PaymentMethod['consent'] }) {
  const facts = [
    ['When', moment(consent.at)],
    ['From', consent.ip],
    ['Browser', consent.user_agent],
    ['Text', [consent.version, consent.language].filter(Boolean).join(', ')],
  ].filter(([, value]) => value)
  return (
    <details className="mt-1 text-sm text-soft">
      <summary className="w-fit rounded-control text-faint hover:text-ink">Proof of consent</summary>
      <blockquote className="mt-1.5 border-l-2 border-line pl-3">{consent.text}</blockquote>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-faint">{label}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
        <dt className="text-faint">On</dt>
        <dd>
          {consent.invoice_id ? (
            <Link to={paths.invoice(consent.invoice_id)} className="text-accent underline">
              paying an invoice
            </Link>
          ) : (
            'your request for a card'
          )}
        </dd>
        <dt className="text-faint">Allows</dt>
        <dd>charging future invoices and bookings</dd>
      </dl>
    </details>
  )
}
