import { useQuery } from '@tanstack/react-query'
import { invoiceChangesQuery } from '../../api/queries.ts'
import type { Invoice, InvoiceChange } from '../../api/types.ts'
import { day } from '../../blocks/dates.ts'
import { money } from '../../blocks/money.tsx'

const shownAtOnce = 3

/** What its reader would find changed since it was sent; the rest unfolds. */
export function WhatChanged({ invoice }: { invoice: Invoice }) {
  const { data: changes = [] } = useQuery(invoiceChangesQuery(invoice.id))
  if (changes.length === 0) return null
  const words = changes.map((change) => wordsFor(change, invoice.currency))
  const rest = words.slice(shownAtOnce)
  return (
    <div className="mt-1.5">
      <Words words={words.slice(0, shownAtOnce)} />
      {rest.length > 0 && (
        <details className="mt-0.5">
          <summary className="cursor-pointer text-soft">
            {rest.length === 1 ? 'One change more' : `${rest.length} changes more`}
          </summary>
          <Words words={rest} />
        </details>
      )}
    </div>
  )
}

function Words({ words }: { words: string[] }) {
  return (
    <ul aria-label="What changed" className="list-disc pl-5">
      {words.map((text, place) => (
        <li key={`${place} ${text}`} className="break-words">
          {text}
        </li>
      ))}
    </ul>
  )
}

const names: Record<string, string> = {
  issue_date: 'Date of issue',
  due_date: 'Due date',
  service_date: 'Date of service',
  customer: 'Customer',
  address: 'Address',
  email: 'E-mail',
  tax_id: 'Tax id',
  language: 'Language',
}

function wordsFor({ what, from, to }: InvoiceChange, currency: string): string {
  const value = (one: string | number | null) => {
    if (one === null) return 'none'
    if (what === 'total') return money(Number(one), currency)
    return what.endsWith('_date') ? day(String(one)) : String(one)
  }
  switch (what) {
    case 'line_added':
      return `Line added: ${to}`
    case 'line_removed':
      return `Line removed: ${from}`
    case 'line_changed':
      return `Line changed: ${to}`
    case 'line_order':
      return 'The lines stand in another order'
    case 'discount':
      return 'The discount changed'
    case 'company':
      return 'Your company’s details changed'
    case 'note':
    case 'terms': {
      const name = what === 'note' ? 'note' : 'terms'
      if (from === null) return `A ${name === 'terms' ? 'text of terms' : name} was added`
      return to === null
        ? `The ${name} were taken out`.replace('note were', 'note was')
        : `The ${name} changed`
    }
    default:
      return `${names[what] ?? 'Total'}: ${value(from)} → ${value(to)}`
  }
}
