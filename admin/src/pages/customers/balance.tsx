import type { Customer } from '../../api/types.ts'
import { Money } from '../../blocks/money.tsx'

/** What the customer owes, in each currency. */
export function Balance({ balance }: { balance: Customer['balance'] }) {
  const owed = balance.filter((entry) => entry.amount_due !== 0)
  if (owed.length === 0) return <span className="text-faint">Nothing due</span>
  return (
    <span className="inline-flex flex-wrap justify-end gap-x-3">
      {owed.map((entry) => (
        <Money
          key={entry.currency}
          amount={entry.amount_due}
          currency={entry.currency}
          className="font-medium"
        />
      ))}
    </span>
  )
}
