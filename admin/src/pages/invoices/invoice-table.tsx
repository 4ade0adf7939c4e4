import { Link } from '@tanstack/react-router'
import type { InvoiceListItem } from '../../api/types.ts'
import { day } from '../../blocks/dates.ts'
import { Money } from '../../blocks/money.tsx'
import { FlagBadges, StatusBadge } from '../../blocks/status-badge.tsx'
import { paths } from '../../paths.ts'
import { classes } from '../../ui/classes.ts'
import { rowMark } from '../../ui/list-keys.tsx'
import { SortHeader } from '../../ui/sorting.tsx'
import type { Selection } from '../../ui/use-selection.ts'

const choices = {
  created: { by: 'created', label: 'Number', first: 'greatest' },
  customer: { by: 'customer', label: 'Customer', first: 'least' },
  due_date: { by: 'due_date', label: 'Due', first: 'least' },
  total: { by: 'total', label: 'Total', first: 'greatest' },
  amount_due: { by: 'amount_due', label: 'Amount due', first: 'greatest' },
} as const

/** What the list can be ordered by. */
export const sortChoices = Object.values(choices)

/** On a desk: columns to order by, rows to select. */
export function InvoiceTable({
  invoices,
  selection,
  ...sorting
}: {
  invoices: InvoiceListItem[]
  selection: Selection
  sort: string | undefined
  onSort: (sort: string | undefined) => void
}) {
  return (
    <div className="hidden overflow-x-auto rounded-card border border-line bg-sheet shadow-card md:block">
      <table className="w-full text-left">
        <thead className="whitespace-nowrap border-b border-line text-xs font-medium text-faint">
          <tr>
            <th scope="col" className="w-10 pl-4">
              <input
                type="checkbox"
                aria-label="Select all that are shown"
                checked={selection.ids.length > 0 && selection.ids.length === invoices.length}
                ref={(box) => {
                  if (box)
                    box.indeterminate = selection.ids.length > 0 && selection.ids.length < invoices.length
                }}
                onChange={selection.turnAll}
                className="block size-4.5"
              />
            </th>
            <SortHeader choice={choices.created} {...sorting} className="py-1 pr-3 pl-2" />
            <SortHeader choice={choices.customer} {...sorting} className="px-3" />
            <th scope="col" className="px-3 font-medium">
              Status
            </th>
            <SortHeader choice={choices.due_date} {...sorting} className="px-3" />
            <SortHeader choice={choices.total} {...sorting} align="right" className="px-3" />
            <SortHeader choice={choices.amount_due} {...sorting} align="right" className="pr-5 pl-3" />
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {invoices.map((invoice) => (
            <tr
              key={invoice.id}
              className={classes(
                'relative transition-colors hover:bg-hover',
                selection.has(invoice.id) && 'bg-accent-soft',
              )}
            >
              <td className="pl-4">
                {/* Above the link that fills the row. */}
                <input
                  type="checkbox"
                  aria-label={`Select ${invoice.number ?? 'the draft'} of ${invoice.customer.company || invoice.customer.name}`}
                  checked={selection.has(invoice.id)}
                  onChange={(event) => selection.turn(invoice.id, (event.nativeEvent as MouseEvent).shiftKey)}
                  className="relative z-10 block size-4.5"
                />
              </td>
              <td className="py-3 pr-3 pl-2 whitespace-nowrap">
                <Link
                  to={paths.invoice(invoice.id)}
                  {...{ [rowMark]: invoice.id }}
                  className="font-medium after:absolute after:inset-0"
                >
                  {invoice.number ?? 'Draft'}
                </Link>
              </td>
              <td className="max-w-64 px-3 py-2.5">
                <CustomerName invoice={invoice} />
              </td>
              <td className="px-3">
                <div className="flex flex-wrap gap-1 py-1.5">
                  <StatusBadge status={invoice.status} />
                  <FlagBadges invoice={invoice} />
                </div>
              </td>
              <td className="px-3 whitespace-nowrap text-soft">{day(invoice.due_date)}</td>
              <td className="px-3 text-right text-soft">
                <Money amount={invoice.total} currency={invoice.currency} />
              </td>
              <td className="py-3 pr-5 pl-3 text-right">
                <Money
                  amount={invoice.amount_due}
                  currency={invoice.currency}
                  className={
                    invoice.amount_due > 0 && invoice.status !== 'draft' ? 'font-medium' : 'text-faint'
                  }
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** On a phone. */
export function InvoiceCards({ invoices }: { invoices: InvoiceListItem[] }) {
  return (
    <ul className="flex flex-col gap-2.5 md:hidden">
      {invoices.map((invoice) => (
        <li key={invoice.id}>
          <Link
            to={paths.invoice(invoice.id)}
            {...{ [rowMark]: invoice.id }}
            className="block rounded-card border border-line bg-sheet px-4 py-3 shadow-card active:bg-hover"
          >
            <div className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 truncate font-medium">
                {invoice.customer.company || invoice.customer.name}
              </span>
              <Money
                amount={invoice.status === 'paid' ? invoice.total : invoice.amount_due}
                currency={invoice.currency}
                className="font-semibold"
              />
            </div>
            <p className="mt-0.5 text-sm text-soft">
              {invoice.number ?? 'No number yet'} · due {day(invoice.due_date)}
            </p>
            <div className="mt-2 flex flex-wrap gap-1">
              <StatusBadge status={invoice.status} />
              <FlagBadges invoice={invoice} />
            </div>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function CustomerName({ invoice }: { invoice: InvoiceListItem }) {
  const { name, company } = invoice.customer
  return (
    <div className="min-w-0">
      <p className="truncate" title={company || name}>
        {company || name}
      </p>
      {company && company !== name && <p className="truncate text-sm text-faint">{name}</p>}
    </div>
  )
}
