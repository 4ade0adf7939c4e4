import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maximumAmount } from '../money.ts'
import { Refusal } from '../refusal.ts'
import { type Discount, type LineTax, type PricedLine, type Totals, totals } from './totals.ts'

test('R3, I2: 10,000 random invoices equal an exact rational reckoning to the minor unit', () => {
  fc.assert(
    fc.property(drafts, (draft) => {
      const expected = reckon(draft)
      fc.pre(expected !== null)
      const { lines, discount } = toInput(draft)
      expect(comparable(totals(lines, discount))).toEqual(expected)
    }),
    { numRuns: 10_000, maxSkipsPerRun: 1 },
  )
})

test('R3, I1: every figure is a whole number between 0 and 10^12, and the figures add up', () => {
  fc.assert(
    fc.property(drafts, (draft) => {
      fc.pre(reckon(draft) !== null)
      const { lines, discount } = toInput(draft)
      const result = totals(lines, discount)
      const figures = [result.subtotal, result.discount, result.tax, result.total]
      for (const line of result.lines) figures.push(line.amount, line.discount, line.total)
      for (const tax of result.taxes) figures.push(tax.taxable, tax.amount)
      for (const figure of figures) {
        expect(Number.isInteger(figure) && figure >= 0 && figure <= maximumAmount).toBe(true)
      }
      expect(result.total).toBe(result.subtotal - result.discount + result.tax)
      expect(result.tax).toBe(result.taxes.reduce((sum, tax) => sum + tax.amount, 0))
      for (const line of result.lines) expect(line.total).toBe(line.amount - line.discount)
    }),
    { numRuns: 2000, maxSkipsPerRun: 1 },
  )
})

test('I1: an invoice is refused exactly when a figure would exceed 10^12 or the taxes inside a price 100 percent', () => {
  // A quarter of the limit each, and a little more.
  const nearTheLimit = (price: string, exponent: number) =>
    decimalText(maximumAmount / 4 + Number(price.replace('.', '')), exponent)
  const huge = drafts.map(({ exponent, lines, discount }) => ({
    exponent,
    discount,
    lines: lines.map((each) => ({ ...each, quantity: '1', price: nearTheLimit(each.price, exponent) })),
  }))
  const outcomes = { priced: 0, refused: 0 }
  fc.assert(
    fc.property(fc.oneof(drafts, huge), (draft) => {
      const { lines, discount } = toInput(draft)
      if (reckon(draft) === null) {
        expect(() => totals(lines, discount)).toThrow(Refusal)
        outcomes.refused += 1
      } else {
        expect(totals(lines, discount).total).toBeLessThanOrEqual(maximumAmount)
        outcomes.priced += 1
      }
    }),
    { numRuns: 1000 },
  )
  expect(outcomes.priced).toBeGreaterThan(100)
  expect(outcomes.refused).toBeGreaterThan(100)
})

test('R3: taxes inside the prices never change what is paid', () => {
  fc.assert(
    fc.property(drafts, (draft) => {
      const inclusive = onlyTaxes(draft, (tax) => tax.inclusive)
      fc.pre(reckon(inclusive) !== null)
      const { lines, discount } = toInput(inclusive)
      const untaxed = lines.map((line) => ({ ...line, taxes: [] }))
      expect(totals(lines, discount).total).toBe(totals(untaxed, discount).total)
    }),
    { numRuns: 1500, maxSkipsPerRun: 1 },
  )
})

test('R3: a tax on top is reckoned on the price without the taxes inside it, so its rate never applies to a tax', () => {
  const lines = [line({ unitAmount: 12_000, taxes: [tax('vat', '20', true), tax('city', '10', false)] })]
  const result = totals(lines, null)
  expect(result.taxes.map(({ id, taxable, amount }) => [id, taxable, amount])).toEqual([
    ['vat', 10_000, 2000],
    ['city', 10_000, 1000],
  ])
  expect(result.total).toBe(13_000)
})

test('R3: without a discount on the whole, the order of the lines changes no figure', () => {
  fc.assert(
    fc.property(drafts, fc.infiniteStream(fc.nat()), (draft, randoms) => {
      const undiscounted = { ...draft, discount: null }
      fc.pre(reckon(undiscounted) !== null)
      const { lines } = toInput(undiscounted)
      const { lines: _, ...shuffled } = comparable(totals(shuffle(lines, randoms), null))
      expect(comparable(totals(lines, null))).toMatchObject(shuffled)
    }),
    { numRuns: 1500, maxSkipsPerRun: 1 },
  )
})

test('R3: with a discount on the whole and the same taxes on every line, the order changes no figure either', () => {
  fc.assert(
    fc.property(drafts, fc.infiniteStream(fc.nat()), (draft, randoms) => {
      const taxes = draft.lines[0]!.taxes
      const alike = { ...draft, lines: draft.lines.map((each) => ({ ...each, taxes })) }
      fc.pre(reckon(alike) !== null)
      const { lines, discount } = toInput(alike)
      const { lines: _, ...shuffled } = comparable(totals(shuffle(lines, randoms), discount))
      expect(comparable(totals(lines, discount))).toMatchObject(shuffled)
    }),
    { numRuns: 1500, maxSkipsPerRun: 1 },
  )
})

test('R3: when equal lines are taxed differently, the unit a discount leaves over goes to the earlier one', () => {
  const taxed = line({ unitAmount: 3, taxes: [tax('vat', '50', false)] })
  const untaxed = line({ unitAmount: 3 })
  const oneOff: Discount = { type: 'amount', amount: 1 }
  expect(totals([taxed, untaxed], oneOff).total).toBe(3 - 1 + 3 + 1)
  expect(totals([untaxed, taxed], oneOff).total).toBe(3 + 3 - 1 + 2)
})

// The oracle. It is written from the rule in the docstring of `totals` alone: exact fractions of the currency's main
// unit (4.35 euros, not 435 cents), rounded only where the rule says so.

interface Fraction {
  top: bigint
  bottom: bigint
}

interface DraftLine {
  quantity: string
  /** As a person types it, in the main unit: '4.35'. */
  price: string
  taxes: LineTax[]
  discount: DraftDiscount
}

/** `share`: an amount, as so many hundredths of what it is taken from, cut to the minor unit. */
type DraftDiscount = null | { percent: string } | { share: number }

interface Draft {
  exponent: number
  lines: DraftLine[]
  discount: DraftDiscount
}

interface Reckoning {
  lines: { amount: number; discount: number; total: number }[]
  subtotal: number
  discount: number
  taxes: Record<string, { taxable: number; amount: number }>
  tax: number
  total: number
}

/** null: `totals` has to refuse it (too large, or taxes inside a price of more than 100 percent). */
function reckon(draft: Draft): Reckoning | null {
  const { exponent } = draft
  const minor = (value: Fraction) => Number((value.top * 10n ** BigInt(exponent)) / value.bottom)
  const lines = draft.lines.map(({ quantity, price, taxes, discount }) => {
    const amount = roundTo(exponent, times(fraction(quantity), fraction(price)))
    const off = discountFrom(amount, discount, exponent)
    const insideRate = add(taxes.filter((tax) => tax.inclusive).map((tax) => percent(tax.rate)))
    return { amount, off, left: minus(amount, off), insideRate, taxes }
  })
  const sum = add(lines.map((line) => line.left))
  const wholeOff = discountFrom(sum, draft.discount, exponent)
  const shares = largestRemainder(
    wholeOff,
    lines.map((line) => line.left),
    exponent,
  )
  const paid = lines.map((line, index) => minus(line.left, shares[index]!))
  const withoutInside = (value: Fraction, index: number) => over(value, plus(one, lines[index]!.insideRate))
  const bases = paid.map(withoutInside)

  const taxes: Reckoning['taxes'] = {}
  let inside = zero
  let onTop = zero
  for (const tax of new Map(lines.flatMap((line) => line.taxes).map((tax) => [tax.id, tax])).values()) {
    const base = add(bases.filter((_, index) => lines[index]!.taxes.some(({ id }) => id === tax.id)))
    const amount = roundTo(exponent, times(base, percent(tax.rate)))
    taxes[tax.id] = { taxable: minor(roundTo(exponent, base)), amount: minor(amount) }
    if (tax.inclusive) inside = plus(inside, amount)
    else onTop = plus(onTop, amount)
  }

  const off = roundTo(
    exponent,
    add(lines.map((line, index) => withoutInside(plus(line.off, shares[index]!), index))),
  )
  const total = plus(add(paid), onTop)
  const tax = plus(inside, onTop)
  const limit = { top: BigInt(maximumAmount), bottom: 10n ** BigInt(exponent) }
  if (isMore(add(lines.map((line) => line.amount)), limit) || isMore(total, limit)) return null
  if (lines.some((line) => isMore(line.insideRate, one))) return null
  return {
    lines: lines.map((line) => ({
      amount: minor(line.amount),
      discount: minor(line.off),
      total: minor(line.left),
    })),
    subtotal: minor(minus(plus(total, off), tax)),
    discount: minor(off),
    taxes,
    tax: minor(tax),
    total: minor(total),
  }
}

function discountFrom(amount: Fraction, discount: DraftDiscount, exponent: number): Fraction {
  if (discount === null) return zero
  if ('percent' in discount) return roundTo(exponent, times(amount, percent(discount.percent)))
  return floorTo(exponent, times(amount, { top: BigInt(discount.share), bottom: 100n }))
}

function largestRemainder(amount: Fraction, weights: Fraction[], exponent: number): Fraction[] {
  const sum = add(weights)
  if (sum.top === 0n) return weights.map(() => zero)
  const exact = weights.map((weight) => over(times(amount, weight), sum))
  const parts = exact.map((share) => floorTo(exponent, share))
  const unit = { top: 1n, bottom: 10n ** BigInt(exponent) }
  const served = new Set<number>()
  while (isMore(amount, add(parts))) {
    let next = -1
    for (const [index, share] of exact.entries()) {
      if (served.has(index)) continue
      const isLarger =
        next < 0 || isMore(minus(share, floorTo(exponent, share)), minus(exact[next]!, parts[next]!))
      if (isLarger) next = index
    }
    served.add(next)
    parts[next] = plus(parts[next]!, unit)
  }
  return parts
}

const zero: Fraction = { top: 0n, bottom: 1n }
const one: Fraction = { top: 1n, bottom: 1n }

function fraction(text: string): Fraction {
  const [whole, decimals = ''] = text.split('.')
  return { top: BigInt(`${whole}${decimals}`), bottom: 10n ** BigInt(decimals.length) }
}

function percent(text: string): Fraction {
  return times(fraction(text), { top: 1n, bottom: 100n })
}

function plus(a: Fraction, b: Fraction): Fraction {
  return a.bottom === b.bottom
    ? { top: a.top + b.top, bottom: a.bottom }
    : { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom }
}

function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { top: -b.top, bottom: b.bottom })
}

function times(a: Fraction, b: Fraction): Fraction {
  return { top: a.top * b.top, bottom: a.bottom * b.bottom }
}

function over(a: Fraction, b: Fraction): Fraction {
  return { top: a.top * b.bottom, bottom: a.bottom * b.top }
}

function add(values: Fraction[]): Fraction {
  return values.reduce(plus, zero)
}

function isMore(a: Fraction, b: Fraction): boolean {
  return a.top * b.bottom > b.top * a.bottom
}

function floorTo(exponent: number, value: Fraction): Fraction {
  const units = 10n ** BigInt(exponent)
  return { top: (value.top * units) / value.bottom, bottom: units }
}

function roundTo(exponent: number, value: Fraction): Fraction {
  return floorTo(exponent, plus(value, { top: 1n, bottom: 2n * 10n ** BigInt(exponent) }))
}

// Random invoices: what people type, in currencies with 0, 2 and 3 decimals.

const rates = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('0', '5', '5.5', '7.7', '8.875', '9.975', '19', '20', '25', '0.0001'),
  },
  { weight: 1, arbitrary: fc.nat(400_000).map((units) => decimalText(units, 4)) },
  { weight: 1, arbitrary: fc.nat(1_000_000).map((units) => decimalText(units, 4)) },
)

const discounts: fc.Arbitrary<DraftDiscount> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('0', '10', '33.33', '50', '99.9999', '100').map((text) => ({ percent: text })),
  },
  { weight: 1, arbitrary: fc.nat(1_000_000).map((units) => ({ percent: decimalText(units, 4) })) },
  { weight: 1, arbitrary: fc.nat(100).map((share) => ({ share })) },
)

const quantities = fc.oneof(
  fc.integer({ min: 1, max: 100 }).map(String),
  fc
    .tuple(fc.integer({ min: 1, max: 50_000_000 }), fc.integer({ min: 1, max: 6 }))
    .map(([units, places]) => decimalText(units, places)),
)

const drafts: fc.Arbitrary<Draft> = fc
  .record({
    exponent: fc.constantFrom(0, 2, 3),
    pool: fc.array(fc.tuple(rates, fc.boolean()), { maxLength: 4 }),
    lines: fc.array(
      fc.record({
        quantity: quantities,
        unitAmount: fc.oneof(fc.nat(20), fc.nat(10_000), fc.nat(5_000_000), fc.nat(2_000_000_000)),
        taxed: fc.nat(15),
        discount: discounts,
      }),
      { minLength: 1, maxLength: 6 },
    ),
    discount: discounts,
  })
  .map(({ exponent, pool, lines, discount }) => {
    const taxes = pool.map(([rate, inclusive], index) => tax(`t${index}`, rate, inclusive))
    return {
      exponent,
      discount,
      lines: lines.map(({ quantity, unitAmount, taxed, discount: off }) => ({
        quantity,
        price: decimalText(unitAmount, exponent),
        taxes: taxes.filter((_, index) => taxed & (1 << index)),
        discount: off,
      })),
    }
  })

/** `units` of 10^-places: (435, 2) → '4.35'. */
function decimalText(units: number, places: number): string {
  const digits = String(units).padStart(places + 1, '0')
  return places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits
}

/** The draft as `totals` takes it: prices and discounts in minor units. */
function toInput(draft: Draft): { lines: PricedLine[]; discount: Discount | null } {
  const { exponent } = draft
  const minor = (value: Fraction) => Number((value.top * 10n ** BigInt(exponent)) / value.bottom)
  const inMinor = (discount: DraftDiscount, from: Fraction): Discount | null => {
    if (discount === null) return null
    if ('percent' in discount) return { type: 'percent', percent: discount.percent }
    return { type: 'amount', amount: minor(discountFrom(from, discount, exponent)) }
  }
  const amounts = draft.lines.map((each) =>
    roundTo(exponent, times(fraction(each.quantity), fraction(each.price))),
  )
  const left = amounts.map((amount, index) =>
    minus(amount, discountFrom(amount, draft.lines[index]!.discount, exponent)),
  )
  return {
    lines: draft.lines.map(({ quantity, price, taxes, discount }, index) => ({
      quantity,
      unitAmount: Number(price.replace('.', '')),
      taxes,
      discount: inMinor(discount, amounts[index]!),
    })),
    discount: inMinor(draft.discount, add(left)),
  }
}

function comparable(result: Totals): Reckoning {
  const taxes = Object.fromEntries(result.taxes.map(({ id, taxable, amount }) => [id, { taxable, amount }]))
  return { ...result, taxes }
}

function onlyTaxes(draft: Draft, keep: (tax: LineTax) => boolean): Draft {
  return { ...draft, lines: draft.lines.map((each) => ({ ...each, taxes: each.taxes.filter(keep) })) }
}

function shuffle<Item>(items: Item[], randoms: fc.Stream<number>): Item[] {
  return items
    .map((item) => ({ item, order: randoms.next().value }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item)
}

function tax(id: string, rate: string, inclusive: boolean): LineTax {
  return { id, name: id, rate, inclusive }
}

function line(facts: Partial<PricedLine>): PricedLine {
  return { quantity: '1', unitAmount: 0, taxes: [], discount: null, ...facts }
}
