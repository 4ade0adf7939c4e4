import { describe, expect, test } from 'vitest'
import { maximumAmount } from '../money.ts'
import { type FieldFault, Refusal } from '../refusal.ts'
import { type Discount, type LineTax, type PricedLine, totals } from './totals.ts'

describe('known cases (R3)', () => {
  test.each([
    ['1.005 × 1.00 rounds half a cent up, where a float has 100.49999999999999', '1.005', 100, 101],
    ['100 × 4.35 is 435.00, where a float has 434.99999999999994', '100', 435, 43_500],
    ['3 × 0.10 is 0.30, where a float has 0.30000000000000004', '3', 10, 30],
    ['0.1 × 3 units is less than half a unit, so nothing', '0.1', 3, 0],
    ['half a unit is a whole one', '0.5', 1, 1],
    ['less than half a unit is nothing', '0.499999', 1, 0],
    ['the smallest quantity counts', '0.000001', 1_000_000, 1],
    ['the largest quantity counts', '999999999999', 1, 999_999_999_999],
    ['the largest price is taken', '1', maximumAmount, maximumAmount],
    ['a price of zero is allowed', '1', 0, 0],
  ])('%s', (_, quantity, unitAmount, amount) => {
    expect(totals([line({ quantity, unitAmount })], null)).toMatchObject({
      subtotal: amount,
      tax: 0,
      total: amount,
    })
  })

  test('20 % inside 120.00 is 20.00, and 120.00 is paid', () => {
    expect(totals([line({ unitAmount: 12_000, taxes: [tax('20', true)] })], null)).toEqual({
      lines: [{ amount: 12_000, discount: 0, total: 12_000 }],
      subtotal: 10_000,
      discount: 0,
      taxes: [{ id: '20-in', name: '20-in', rate: '20', inclusive: true, taxable: 10_000, amount: 2000 }],
      tax: 2000,
      total: 12_000,
    })
  })

  test('20 % on top of 120.00 is 24.00, and 144.00 is paid', () => {
    const result = totals([line({ unitAmount: 12_000, taxes: [tax('20', false)] })], null)
    expect(result).toMatchObject({ subtotal: 12_000, tax: 2400, total: 14_400 })
  })

  test('33.33 % off each of three lines of 1.00 is rounded three times; off the whole it is rounded once', () => {
    const off: Discount = { type: 'percent', percent: '33.33' }
    const three = (discount: Discount | null) => [1, 2, 3].map(() => line({ unitAmount: 100, discount }))
    expect(totals(three(off), null)).toMatchObject({ subtotal: 300, discount: 99, total: 201 })
    expect(totals(three(null), off)).toMatchObject({ subtotal: 300, discount: 100, total: 200 })
  })

  test('a tax is rounded once on all its lines, not on each', () => {
    const lines = [1, 2, 3].map(() => line({ unitAmount: 3, taxes: [tax('10', false)] }))
    expect(totals(lines, null)).toMatchObject({ subtotal: 9, tax: 1, total: 10 })
  })

  test('an invoice with everything, reckoned by hand', () => {
    const lines = [
      line({
        quantity: '2.5',
        unitAmount: 1999,
        taxes: [tax('20', true)],
        discount: { type: 'percent', percent: '10' },
      }),
      line({ quantity: '3', unitAmount: 3333, taxes: [tax('9.975', false), tax('5', false)] }),
    ]
    expect(totals(lines, { type: 'amount', amount: 1000 })).toEqual({
      // 49.975 → 49.98, less 4.998 → 5.00; then 3 × 33.33.
      lines: [
        { amount: 4998, discount: 500, total: 4498 },
        { amount: 9999, discount: 0, total: 9999 },
      ],
      // 49.98 without its 20 % is 41.65, and 99.99.
      subtotal: 14_164,
      // Of the 10.00 the lines bear 3.10 and 6.90. (5.00 + 3.10) without the 20 % is 6.75, and 6.90.
      discount: 1365,
      // 41.88 / 1.2 = 34.90; 93.09 × 9.975 % = 9.285…; 93.09 × 5 % = 4.6545.
      taxes: [
        { ...tax('20', true), taxable: 3490, amount: 698 },
        { ...tax('9.975', false), taxable: 9309, amount: 929 },
        { ...tax('5', false), taxable: 9309, amount: 465 },
      ],
      tax: 2092,
      total: 14_891,
    })
  })

  test('an invoice without lines, and one discounted to nothing, come to zero', () => {
    expect(totals([], null)).toEqual({ lines: [], subtotal: 0, discount: 0, taxes: [], tax: 0, total: 0 })
    const free = totals([line({ unitAmount: 999, taxes: [tax('20', false)] })], {
      type: 'percent',
      percent: '100',
    })
    expect(free).toMatchObject({ subtotal: 999, discount: 999, tax: 0, total: 0 })
  })

  test('taxes of the same name but another rate keep a row each', () => {
    const lines = ['19', '7'].map((rate) =>
      line({ unitAmount: 100, taxes: [{ ...tax(rate, false), name: 'VAT' }] }),
    )
    expect(totals(lines, null).taxes.map(({ rate, amount }) => [rate, amount])).toEqual([
      ['19', 19],
      ['7', 7],
    ])
  })
})

describe('refusals name the field (I1, case 123 and 127)', () => {
  const notNumbers = [
    'NaN',
    'Infinity',
    '1e308',
    '1e400',
    '-1',
    '-0',
    '+1',
    '0x10',
    '1,5',
    '１２',
    '١',
    '',
    ' 1',
    '1 ',
    '1\n',
    '.5',
    '1.',
  ]

  test.each([...notNumbers, '0', '0.000000', '0.0000001', '1234567890123'])(
    'a quantity of %j',
    (quantity) => {
      expect(faultsOf([line({ unitAmount: 100 }), line({ quantity })])).toEqual(['/lines/1/quantity'])
    },
  )

  test.each([[true], [null], [[]], [{}], [Number.NaN], [undefined]])(
    'a quantity that is no text: %j',
    (quantity) => {
      expect(faultsOf([line({ quantity: quantity as never })])).toEqual(['/lines/0/quantity'])
    },
  )

  test.each([Number.NaN, Infinity, 1e308, -1, -0, 0.5, 2 ** 53, maximumAmount + 1])(
    'a price of %o',
    (unitAmount) => {
      expect(faultsOf([line({ unitAmount })])).toEqual(['/lines/0/unit_amount'])
    },
  )

  test.each([['100'], [true], [null], [[]], [{}], [1n], [undefined]])(
    'a price that is no number: %o',
    (unitAmount) => {
      expect(faultsOf([line({ unitAmount: unitAmount as never })])).toEqual(['/lines/0/unit_amount'])
    },
  )

  test.each([...notNumbers, '100.0001', '1000', '5.00001'])('a tax rate of %j', (rate) => {
    expect(faultsOf([line({ taxes: [tax('20', false), tax(rate, false)] })])).toEqual(['/lines/0/taxes/1'])
  })

  test('the same tax twice on a line: it would be reckoned twice', () => {
    expect(faultsOf([line({ taxes: [tax('20', false), tax('5', false), tax('20', false)] })])).toEqual([
      '/lines/0/taxes/2',
    ])
  })

  test.each([...notNumbers, '100.0001', '33.33333'])('a discount of %j percent', (percent) => {
    const discount: Discount = { type: 'percent', percent }
    expect(faultsOf([line({ discount })])).toEqual(['/lines/0/discount'])
    expect(faultsOf([line({})], discount)).toEqual(['/discount'])
  })

  test.each([Number.NaN, Infinity, 1e308, -1, -0, 0.5, 101])(
    'a discount of %o minor units on 100',
    (amount) => {
      const discount: Discount = { type: 'amount', amount }
      expect(faultsOf([line({ unitAmount: 100, discount })])).toEqual(['/lines/0/discount'])
      expect(faultsOf([line({ unitAmount: 100 })], discount)).toEqual(['/discount'])
    },
  )

  test('a discount on the whole that is larger than what the lines leave after their own', () => {
    const half = line({ unitAmount: 100, discount: { type: 'percent', percent: '50' } })
    expect(totals([half], { type: 'amount', amount: 50 }).total).toBe(0)
    expect(faultsOf([half], { type: 'amount', amount: 51 })).toEqual(['/discount'])
  })

  test('a discount that may well be right is not blamed while a line is wrong', () => {
    expect(faultsOf([line({ quantity: 'x', unitAmount: 100 })], { type: 'amount', amount: 50 })).toEqual([
      '/lines/0/quantity',
    ])
  })

  test('every faulty line is named at once', () => {
    const lines = [
      line({ quantity: '-1' }),
      line({}),
      line({ unitAmount: -1 }),
      line({ taxes: [tax('1000', true)] }),
    ]
    expect(faultsOf(lines, { type: 'percent', percent: '101' })).toEqual([
      '/lines/0/quantity',
      '/lines/2/unit_amount',
      '/lines/3/taxes/0',
      '/discount',
    ])
  })

  test('a line, a sum of lines, or a total with its taxes beyond 10^12', () => {
    expect(faultsOf([line({ quantity: '1.000001', unitAmount: maximumAmount })])).toEqual(['/lines/0'])
    expect(faultsOf([line({ unitAmount: maximumAmount }), line({ unitAmount: 1 })])).toEqual(['/lines'])
    const halved = line({ unitAmount: maximumAmount, discount: { type: 'percent', percent: '50' } })
    expect(faultsOf([halved, halved])).toEqual(['/lines'])
    expect(faultsOf([line({ unitAmount: maximumAmount, taxes: [tax('20', false)] })])).toEqual(['/lines'])
    expect(totals([line({ unitAmount: maximumAmount, taxes: [tax('20', true)] })], null).total).toBe(
      maximumAmount,
    )
  })

  test('taxes inside a price that come to more than 100 percent: rounding could make the net price negative', () => {
    const taxes = ['a', 'b', 'c'].map((id) => ({ ...tax('100', true), id }))
    expect(faultsOf([line({ unitAmount: 2, taxes })])).toEqual(['/lines/0/taxes'])
    expect(totals([line({ unitAmount: 2, taxes: taxes.slice(0, 1) })], null)).toMatchObject({
      subtotal: 1,
      tax: 1,
      total: 2,
    })
    const onTop = taxes.map((each) => ({ ...each, inclusive: false }))
    expect(totals([line({ unitAmount: 2, taxes: onTop })], null)).toMatchObject({
      subtotal: 2,
      tax: 6,
      total: 8,
    })
  })
})

/** The pointers of the fields that `totals` refuses; fails unless it refuses. Each is explained in a sentence. */
function faultsOf(lines: PricedLine[], discount: Discount | null = null): string[] {
  const refusal = refusalOf(() => totals(lines, discount))
  expect(refusal.code).toBe('invalid_fields')
  for (const fault of refusal.errors) expect(fault.detail).toMatch(/^[A-Z].*\.$/)
  expect(refusal.message).toBe(refusal.errors[0]?.detail)
  return refusal.errors.map((fault: FieldFault) => fault.pointer)
}

function refusalOf(act: () => unknown): Refusal {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('nothing was refused')
}

function tax(rate: string, inclusive: boolean): LineTax {
  const id = `${rate}-${inclusive ? 'in' : 'on'}`
  return { id, name: id, rate, inclusive }
}

function line(facts: Partial<PricedLine>): PricedLine {
  return { quantity: '1', unitAmount: 0, taxes: [], discount: null, ...facts }
}
