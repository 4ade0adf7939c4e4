import type { DocumentLine, InvoiceSnapshot } from './document.ts'

/** One thing that reads otherwise. Amounts in minor units; `from` null: it was not there, `to` null: it is gone. */
export interface Change {
  what:
    | 'total'
    | 'issue_date'
    | 'due_date'
    | 'service_date'
    | 'customer'
    | 'address'
    | 'email'
    | 'tax_id'
    | 'line_added'
    | 'line_removed'
    | 'line_changed'
    | 'line_order'
    | 'discount'
    | 'note'
    | 'terms'
    | 'language'
    | 'company'
  from: string | number | null
  to: string | number | null
}

/** What a reader who has `sent` would find changed in `now` (R12), the most telling first; empty when nothing is. */
export function changesBetween(sent: InvoiceSnapshot, now: InvoiceSnapshot): Change[] {
  const address = ({ customer }: InvoiceSnapshot) => customer.addressLines.join(', ')
  return [
    changed('total', sent.totals.total, now.totals.total),
    changed('due_date', sent.dueDate, now.dueDate),
    changed('issue_date', sent.issueDate, now.issueDate),
    changed('service_date', sent.serviceDate, now.serviceDate),
    ...lineChanges(sent.lines, now.lines),
    differs('discount', sent.discount, now.discount),
    changed('customer', sent.customer.name, now.customer.name),
    changed('address', address(sent), address(now)),
    changed('email', sent.customer.email, now.customer.email),
    changed('tax_id', sent.customer.taxId, now.customer.taxId),
    changed('note', sent.note, now.note),
    changed('terms', sent.terms, now.terms),
    changed('language', sent.language, now.language),
    differs('company', sent.company, now.company),
  ].filter((one) => one !== null)
}

function changed(what: Change['what'], from: Change['from'], to: Change['to']): Change | null {
  const [before, after] = [from === '' ? null : from, to === '' ? null : to]
  return before === after ? null : { what, from: before, to: after }
}

/** For what says nothing to a reader as one word. */
function differs(what: Change['what'], from: unknown, to: unknown): Change | null {
  return same(from, to) ? null : { what, from: null, to: null }
}

/** Lines that are there word for word on both sides are the same, wherever they stand. */
function lineChanges(sent: DocumentLine[], now: DocumentLine[]): Change[] {
  const gone = [...sent]
  const added = now.filter((line) => !takeOut(gone, (one) => same(one, line)))
  const changes = added.map((line): Change => {
    const before = takeOut(gone, (one) => one.description === line.description)
    return before
      ? { what: 'line_changed', from: line.description, to: line.description }
      : { what: 'line_added', from: null, to: line.description }
  })
  changes.push(...gone.map((line): Change => ({ what: 'line_removed', from: line.description, to: null })))
  const isMoved = changes.length === 0 && sent.some((line, index) => !same(line, now[index]))
  return isMoved ? [{ what: 'line_order', from: null, to: null }] : changes
}

function takeOut(lines: DocumentLine[], is: (line: DocumentLine) => boolean): DocumentLine | undefined {
  const index = lines.findIndex(is)
  return index === -1 ? undefined : lines.splice(index, 1)[0]
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(canonical(one)) === JSON.stringify(canonical(other))
}

/** The database may give the fields in another order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  return Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, part]) => [name, canonical(part)])
}
