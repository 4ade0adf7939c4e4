import { expect, test } from 'vitest'
import { changesBetween } from './changes.ts'
import type { DocumentLine, InvoiceSnapshot } from './document.ts'
import { totals } from './totals.ts'

const line = (description: string, unitAmount = 1_000): DocumentLine => ({
  description,
  detail: null,
  quantity: '1',
  unit: null,
  unitAmount,
  taxes: [],
  discount: null,
})

const party = { name: 'Example Party', addressLines: [], email: null, phone: null, taxId: null }

function snapshot(change: Partial<InvoiceSnapshot> = {}): InvoiceSnapshot {
  const { lines = [line('One'), line('Two')] } = change
  return {
    number: 'INV-1',
    language: 'en',
    currency: 'eur',
    issueDate: '2026-03-01',
    dueDate: '2026-03-31',
    serviceDate: null,
    company: party,
    customer: party,
    discount: null,
    note: '',
    terms: '',
    ...change,
    lines,
    totals: totals(lines, null),
  }
}

test('nothing changed when everything reads the same, whatever the order of its fields', () => {
  const now = JSON.parse(JSON.stringify(snapshot()), (_, value) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toReversed())
      : value,
  )
  expect(changesBetween(snapshot(), now)).toEqual([])
})

test('lines are told as added, removed and changed by what they are called, wherever they stand', () => {
  const now = snapshot({ lines: [line('Three'), line('One', 1_500)] })
  expect(changesBetween(snapshot(), now)).toEqual([
    { what: 'total', from: 2_000, to: 2_500 },
    { what: 'line_added', from: null, to: 'Three' },
    { what: 'line_changed', from: 'One', to: 'One' },
    { what: 'line_removed', from: 'Two', to: null },
  ])
})

test('of two lines that say the same one may go, and the other is still there', () => {
  const sent = snapshot({ lines: [line('One'), line('One'), line('Two')] })
  expect(changesBetween(sent, snapshot()).map(({ what }) => what)).toEqual(['total', 'line_removed'])
})

test('lines that only moved are told as another order', () => {
  const now = snapshot({ lines: [line('Two'), line('One')] })
  expect(changesBetween(snapshot(), now)).toEqual([{ what: 'line_order', from: null, to: null }])
})

test('texts that came or went have nothing on the other side', () => {
  const now = snapshot({
    note: 'Thank you',
    dueDate: '2026-04-30',
    customer: { ...party, name: 'Other Party' },
  })
  expect(changesBetween(snapshot({ terms: 'Net 30' }), now)).toEqual([
    { what: 'due_date', from: '2026-03-31', to: '2026-04-30' },
    { what: 'customer', from: 'Example Party', to: 'Other Party' },
    { what: 'note', from: null, to: 'Thank you' },
    { what: 'terms', from: 'Net 30', to: null },
  ])
})
