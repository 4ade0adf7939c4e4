import { Refusal } from '@quittance/core/refusal'
import { describe, expect, it } from 'vitest'
import type { TaxRate } from '../../../api/types.ts'
import {
  blankLine,
  type Draft,
  fieldsOf,
  figuresOf,
  toOurPointer,
  withCustomer,
  withoutBlankLines,
} from './draft.ts'

const vat: TaxRate = {
  id: 'tax_1',
  name: 'VAT',
  rate: '20',
  inclusive: false,
  archived: false,
  created_at: '2026-01-01T00:00:00Z',
}

function draft(part: Partial<Draft> = {}): Draft {
  return {
    customer: { id: 'cus_1', name: 'Ada', company: null, email: 'ada@example.com' },
    currency: 'eur',
    issueDate: '2026-03-01',
    due: 'days:14',
    dueDate: '2026-03-15',
    serviceDate: '',
    lines: [{ ...blankLine(), description: 'Work', quantity: '1,5', price: '100', taxes: ['tax_1'] }],
    discount: null,
    note: '',
    terms: '',
    memo: '',
    to: 'ada@example.com',
    cc: '',
    paymentLink: true,
    ...part,
  }
}

describe('an invoice that is being typed', () => {
  it('shows the figures that the server will store', () => {
    const { totals, faults } = figuresOf(draft(), [vat])
    expect(faults).toEqual([])
    expect(totals).toMatchObject({ subtotal: 15000, tax: 3000, total: 18000 })
  })

  it('counts what cannot be read yet as nothing, and the rest as it is', () => {
    const half = { ...blankLine(), description: 'Half typed', price: '12.' }
    const wrong = { ...blankLine(), description: 'Wrong', price: 'abc' }
    const { totals } = figuresOf(draft({ lines: [half, wrong] }), [])
    expect(totals.total).toBe(1200)
  })

  it('says on its field that a discount is too large, and still shows the figures without it', () => {
    const { totals, faults } = figuresOf(draft({ discount: { type: 'amount', value: '151' } }), [vat])
    expect(faults.map((fault) => fault.pointer)).toEqual(['/discount_rule'])
    expect(totals.total).toBe(18000)
  })

  it('is sent in minor units, with decimals as strings', () => {
    const fields = fieldsOf(draft({ discount: { type: 'percent', value: '10 %' } }))
    expect(fields.lines).toMatchObject([{ quantity: '1.5', unit_amount: 10000, taxes: ['tax_1'] }])
    expect(fields.discount_rule).toEqual({ type: 'percent', percent: '10' })
    expect(fields.due_terms).toEqual({ type: 'days', days: 14 })
    expect(fields).not.toHaveProperty('due_date')
  })

  it('names every field that cannot be read', () => {
    const broken = draft({
      customer: null,
      currency: 'jpy',
      lines: [{ ...blankLine(), quantity: '0', price: '1.5' }],
    })
    expect(() => fieldsOf(broken)).toThrow(Refusal)
    try {
      fieldsOf(broken)
    } catch (error) {
      const pointers = (error as Refusal).errors.map((fault) => fault.pointer)
      expect(pointers).toEqual([
        '/customer_id',
        '/lines/0/description',
        '/lines/0/unit_amount',
        '/lines/0/quantity',
      ])
    }
  })

  it('drops lines in which nothing was typed, but never the last one', () => {
    expect(withoutBlankLines(draft({ lines: [...draft().lines, blankLine()] })).lines).toHaveLength(1)
    expect(withoutBlankLines(draft({ lines: [blankLine(), blankLine()] })).lines).toHaveLength(1)
  })

  it('takes currency and recipient from the customer, unless they were typed', () => {
    const customer = {
      id: 'cus_2',
      name: 'Bo',
      company: null,
      email: 'bo@example.com',
      billing_email: 'bills@example.com',
      currency: 'usd',
    } as Parameters<typeof withCustomer>[1]
    const fresh = withCustomer(draft({ lines: [blankLine()] }), customer, 'eur')
    expect(fresh).toMatchObject({ currency: 'usd', to: 'bills@example.com' })
    const typed = withCustomer(draft({ to: 'other@example.com' }), customer, 'eur')
    expect(typed).toMatchObject({ currency: 'eur', to: 'other@example.com' })
  })

  it('shows the server’s faults on the control that holds the field', () => {
    const at = (pointer: string) => toOurPointer({ pointer, detail: '' }).pointer
    expect(at('/discount')).toBe('/discount_rule')
    expect(at('/lines/2/taxes/0')).toBe('/lines/2/taxes')
    expect(at('/recipients/to/1')).toBe('/recipients/to')
    expect(at('/lines/2/quantity')).toBe('/lines/2/quantity')
  })
})
