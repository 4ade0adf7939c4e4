import { amountPlaceholder } from '../../../blocks/amount-text.ts'
import { Field } from '../../../ui/field.tsx'
import type { DraftDiscount } from './draft.ts'

interface DiscountFieldProps {
  label: string
  pointer: string
  currency: string
  discount: DraftDiscount | null
  onDiscount: (discount: DraftDiscount | null) => void
  fault?: string | null
  /** In a row of small things, where the placeholder says what it is. */
  isInline?: boolean
}

/** A discount in percent or as an amount; empty is none. */
export function DiscountField({
  label,
  pointer,
  currency,
  discount,
  onDiscount,
  fault = null,
  isInline = false,
}: DiscountFieldProps) {
  const type = discount?.type ?? 'percent'
  return (
    <Field
      label={label}
      pointer={pointer}
      fault={fault}
      hideLabel={isInline}
      className={isInline ? 'w-48' : undefined}
    >
      {(wiring, forget) => (
        <div className="flex">
          <input
            {...wiring}
            type="text"
            inputMode="decimal"
            className="control figures rounded-r-none text-right"
            placeholder={isInline ? 'Discount' : type === 'percent' ? '0' : amountPlaceholder(currency)}
            value={discount?.value ?? ''}
            onChange={(event) => {
              forget()
              onDiscount(event.target.value || type === 'amount' ? { type, value: event.target.value } : null)
            }}
          />
          <select
            aria-label={`${label} in`}
            className="control -ml-px w-auto rounded-l-none"
            value={type}
            onChange={(event) => {
              forget()
              onDiscount({
                type: event.target.value === 'amount' ? 'amount' : 'percent',
                value: discount?.value ?? '',
              })
            }}
          >
            <option value="percent">%</option>
            <option value="amount">{currency.toUpperCase()}</option>
          </select>
        </div>
      )}
    </Field>
  )
}
