import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { sentenceFor } from '../../api/problem.ts'
import { dashboardQuery } from '../../api/queries.ts'
import type { Dashboard as Figures } from '../../api/types.ts'
import { day } from '../../blocks/dates.ts'
import { Money, money } from '../../blocks/money.tsx'
import { NoInvoicesYet } from '../../blocks/no-invoices-yet.tsx'
import { paths } from '../../paths.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { LoadFailed } from '../../ui/load-failed.tsx'
import { Page } from '../../ui/page.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { Ageing } from './ageing.tsx'
import { type Bar, BarChart } from './bar-chart.tsx'
import { FirstSteps } from './first-steps.tsx'
import { NeedsAttention } from './needs-attention.tsx'

type CurrencyFigures = Figures['currencies'][number]

/** How the business stands today: what is owed, what came in, and what waits for somebody. */
export function Dashboard() {
  const { currency: chosen } = useSearch({ strict: false }) as { currency?: string }
  const navigate = useNavigate()
  const query = useQuery(dashboardQuery)
  const currencies = query.data?.currencies ?? []
  const figures = currencies.find(({ currency }) => currency === chosen) ?? currencies[0]
  return (
    <Page
      title="Dashboard"
      width="wide"
      actions={
        <Link to={paths.createInvoice()} className={buttonClass('primary')}>
          <Plus aria-hidden />
          Create invoice
        </Link>
      }
    >
      {query.isPending ? (
        <SkeletonRows />
      ) : !query.data || !figures ? (
        <LoadFailed sentence={sentenceFor(query.error)} onRetry={() => void query.refetch()} />
      ) : !query.data.has_invoices ? (
        <>
          <FirstSteps steps={query.data.first_steps} />
          <NoInvoicesYet />
        </>
      ) : (
        <>
          <FirstSteps steps={query.data.first_steps} />
          {currencies.length > 1 && (
            <FilterBar
              label="Currency"
              choices={currencies.map(({ currency }) => ({ key: currency, label: currency.toUpperCase() }))}
              current={figures.currency}
              onChoose={(currency) =>
                void navigate({ to: paths.dashboard(), search: { currency }, replace: true })
              }
            />
          )}
          <Tiles figures={figures} />
          <div className="grid gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <Card title="Collected, week by week">
              <BarChart caption="Collected in each of the last twelve weeks" bars={weekBars(figures)} />
            </Card>
            <NeedsAttention attention={query.data.attention} />
          </div>
          <Card title="Owed, by age">
            <Ageing figures={figures} />
          </Card>
        </>
      )}
    </Page>
  )
}

function Tiles({ figures }: { figures: CurrencyFigures }) {
  const { currency } = figures
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Tile
        name="Outstanding"
        {...figures.outstanding}
        currency={currency}
        show="open"
        unit={['invoice', 'invoices']}
      />
      <Tile
        name="Overdue"
        {...figures.overdue}
        currency={currency}
        show="overdue"
        unit={['invoice', 'invoices']}
        isBad
      />
      <Tile
        name="Processing"
        {...figures.processing}
        currency={currency}
        show="processing"
        unit={['bank debit', 'bank debits']}
      />
      <Tile
        name="Collected this month"
        {...figures.collected_this_month}
        currency={currency}
        unit={['payment', 'payments']}
      />
    </dl>
  )
}

/** One figure, and the way to what it counts. */
function Tile(tile: {
  name: string
  amount: number
  count: number
  currency: string
  unit: [one: string, many: string]
  /** The view of the invoices that it counts; without it, the succeeded payments. */
  show?: string
  isBad?: boolean
}) {
  const { name, amount, count, currency, unit, show, isBad } = tile
  return (
    <div className="relative min-w-0 rounded-card border border-line bg-sheet p-4 shadow-card transition-colors hover:bg-hover">
      <dt className="text-sm text-soft">
        <Link
          to={show ? paths.invoices() : paths.transactions()}
          search={show ? { show } : { status: 'succeeded' }}
          className="after:absolute after:inset-0"
        >
          {name}
        </Link>
      </dt>
      <dd className="mt-1">
        <Money
          amount={amount}
          currency={currency}
          className={`block text-lg font-semibold break-words whitespace-normal sm:text-xl ${isBad && amount > 0 ? 'text-bad' : ''}`}
        />
        <span className="text-sm text-faint">
          {count} {count === 1 ? unit[0] : unit[1]}
        </span>
      </dd>
    </div>
  )
}

function weekBars({ currency, collected_by_week: weeks }: CurrencyFigures): Bar[] {
  const labelled = [0, Math.floor(weeks.length / 2), weeks.length - 1]
  return weeks.map(({ week, amount }, index) => ({
    key: week,
    label: labelled.includes(index) ? shortDay(week) : '',
    name: `Week of ${day(week)}`,
    value: amount,
    text: money(amount, currency),
  }))
}

const shortFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' })

function shortDay(date: string): string {
  return shortFormat.format(new Date(`${date}T00:00:00Z`))
}
