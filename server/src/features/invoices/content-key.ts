import type { Invoice } from './queries.ts'

/** What a reader would see change, as one string: equal keys, equal invoices. The memo is for the office alone. */
export function contentKey(
  invoice: Pick<Invoice, 'content' | 'currency' | 'issue_date' | 'due_date'>,
): string {
  const { memo: _, recipients: __, dueTerms: ___, ...seen } = invoice.content
  return canonical([invoice.currency, invoice.issue_date, invoice.due_date, seen])
}

/** JSON with sorted keys: jsonb does not keep their order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
