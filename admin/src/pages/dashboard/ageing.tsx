import type { Dashboard } from '../../api/types.ts'
import { Money } from '../../blocks/money.tsx'

type CurrencyFigures = Dashboard['currencies'][number]
type Days = CurrencyFigures['ageing'][number]['days']

/** The later, the redder. */
const ages: Record<Days, { name: string; tone: string }> = {
  not_due: { name: 'Not due yet', tone: 'bg-accent' },
  '1_30': { name: '1–30 days late', tone: 'bg-bad/50' },
  '31_60': { name: '31–60 days late', tone: 'bg-bad/65' },
  '61_90': { name: '61–90 days late', tone: 'bg-bad/80' },
  over_90: { name: 'Over 90 days late', tone: 'bg-bad' },
}

/** What is owed, by how late it is: a line and a bar each. */
export function Ageing({ figures: { currency, ageing } }: { figures: CurrencyFigures }) {
  const most = Math.max(...ageing.map(({ amount }) => amount), 1)
  return (
    <dl className="flex flex-col gap-3">
      {ageing.map(({ days, amount }) => (
        <div
          key={days}
          className="grid grid-cols-[1fr_auto] items-center gap-x-4 sm:grid-cols-[9rem_1fr_8rem]"
        >
          <dt className="text-soft">{ages[days].name}</dt>
          <dd className="text-right sm:order-last">
            <Money
              amount={amount}
              currency={currency}
              className={amount > 0 ? 'font-medium' : 'text-faint'}
            />
          </dd>
          <div
            aria-hidden
            className="col-span-2 mt-1 h-2.5 overflow-hidden rounded-full bg-sunken sm:col-span-1 sm:mt-0"
          >
            <div
              className={`h-full rounded-full ${ages[days].tone}`}
              style={{ width: amount > 0 ? `max(0.25rem, ${(amount / most) * 100}%)` : '0' }}
            />
          </div>
        </div>
      ))}
    </dl>
  )
}
