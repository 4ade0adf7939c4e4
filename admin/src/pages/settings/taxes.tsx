import { useSuspenseQuery } from '@tanstack/react-query'
import { Percent, Plus } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { sentenceFor } from '../../api/problem.ts'
import { taxRatesQuery } from '../../api/queries.ts'
import type { TaxRate } from '../../api/types.ts'
import { useAction } from '../../api/use-action.ts'
import { TaxRateDialog } from '../../blocks/tax-rate-dialog.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { SettingsTabs } from './settings-tabs.tsx'

export function TaxSettings() {
  const { data } = useSuspenseQuery(taxRatesQuery)
  const rates = data.filter((rate) => !rate.archived)
  const [isAdding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<TaxRate | null>(null)
  const archive = useAction(
    (id: string) => answer(api.DELETE('/tax_rates/{id}', { params: { path: { id } } })),
    {
      inForm: true,
      done: 'The tax rate is out of use.',
    },
  )
  const add = (
    <Button look="primary" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
      New tax rate
    </Button>
  )
  return (
    <Page title="Taxes" width="reading" actions={rates.length > 0 && add}>
      <SettingsTabs />
      {rates.length === 0 ? (
        <EmptyState icon={<Percent />} title="No tax rates yet" action={add}>
          Add the taxes you charge, such as VAT 20%. You pick them on the lines of an invoice.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line bg-sheet shadow-card">
          {rates.map((rate) => (
            <li key={rate.id} className="flex flex-wrap items-center justify-between gap-3 px-5 py-3">
              <div className="flex min-w-0 flex-wrap items-center gap-2.5">
                <span className="min-w-0 font-medium">{rate.name}</span>
                <span className="figures text-soft">{rate.rate}%</span>
                {rate.inclusive && <Badge>Included in the prices</Badge>}
              </div>
              <Button
                size="small"
                look="quiet"
                aria-label={`Take out of use: ${rate.name}`}
                onClick={() => setRemoving(rate)}
              >
                Take out of use
              </Button>
            </li>
          ))}
        </ul>
      )}
      <TaxRateDialog isOpen={isAdding} onClose={() => setAdding(false)} />
      <ConfirmDialog
        title={`Take ${removing?.name ?? ''} ${removing?.rate ?? ''}% out of use?`}
        confirm="Take out of use"
        isOpen={removing !== null}
        onClose={() => setRemoving(null)}
        onConfirm={async () => removing && archive.mutateAsync(removing.id)}
        sentenceFor={sentenceFor}
      >
        <p>It can no longer be picked. Invoices that have it keep it as it is.</p>
      </ConfirmDialog>
    </Page>
  )
}
