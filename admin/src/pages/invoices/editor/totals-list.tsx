import type { Totals } from '@quittance/core/invoice/totals'
import type { ReactNode } from 'react'
import { Money } from '../../../blocks/money.tsx'
import { taxWords } from '../../../blocks/tax-words.ts'

/** Subtotal, discount, taxes and total, as they will stand on the invoice. */
export function TotalsList({ totals, currency }: { totals: Totals; currency: string }) {
  return (
    <dl className="flex flex-col gap-2">
      <Row label="Subtotal" figure={<Money amount={totals.subtotal} currency={currency} />} />
      {totals.discount !== 0 && (
        <Row label="Discount" figure={<Money amount={-totals.discount} currency={currency} />} />
      )}
      {totals.taxes.map((tax) => (
        <Row
          key={`${tax.id} ${tax.rate}`}
          label={taxWords(tax)}
          figure={<Money amount={tax.amount} currency={currency} />}
        />
      ))}
      <div className="mt-1 flex items-baseline justify-between gap-4 border-t border-line pt-3">
        <dt className="font-semibold">Total</dt>
        <dd className="text-xl font-semibold tracking-tight">
          <Money amount={totals.total} currency={currency} />
        </dd>
      </div>
    </dl>
  )
}

function Row({ label, figure }: { label: string; figure: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4 text-soft">
      <dt className="min-w-0">{label}</dt>
      <dd>{figure}</dd>
    </div>
  )
}
