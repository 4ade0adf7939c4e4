import { whyNotChargeable } from '@quittance/core/invoice/payment-link'
import type { Totals } from '@quittance/core/invoice/totals'
import type { FieldFault } from '@quittance/core/refusal'
import { Switch } from '../../../ui/switch.tsx'
import { DiscountField } from './discount-field.tsx'
import type { Draft } from './draft.ts'
import { TotalsList } from './totals-list.tsx'

interface SummaryProps {
  draft: Draft
  onChange: (part: Partial<Draft>) => void
  totals: Totals
  faults: FieldFault[]
  stripeConnected: boolean
}

/** The figures, and whether the invoice can be paid from (R11). */
export function Summary({ draft, onChange, totals, faults, stripeConnected }: SummaryProps) {
  return (
    <div className="flex flex-col gap-4">
      <DiscountField
        label="Discount on the whole invoice"
        pointer="/discount_rule"
        currency={draft.currency}
        discount={draft.discount}
        onDiscount={(discount) => onChange({ discount })}
        fault={faults.find((fault) => fault.pointer === '/discount_rule')?.detail ?? null}
      />
      <TotalsList totals={totals} currency={draft.currency} />
      {stripeConnected && (
        <div className="border-t border-line pt-4">
          <LinkSwitch draft={draft} onChange={onChange} total={totals.total} />
        </div>
      )}
    </div>
  )
}

/** Without Stripe this is never drawn (R10); with an amount that Stripe cannot collect it says why (R20). */
function LinkSwitch({
  draft,
  onChange,
  total,
}: Pick<SummaryProps, 'draft' | 'onChange'> & { total: number }) {
  const isPriced = draft.lines.some((line) => line.price.trim() !== '')
  const why = isPriced ? whyNotChargeable(total, draft.currency) : null
  return (
    <Switch
      label="Add Payment Link to Invoice"
      hint={
        why ?? 'Your customer can pay online, from the e-mail and the PDF. Nobody is charged automatically.'
      }
      isOn={draft.paymentLink && why === null}
      disabled={why !== null}
      onValue={(paymentLink) => onChange({ paymentLink })}
    />
  )
}
