import { parseDecimal } from '../decimal.ts'
import { allocate, divideRounded, maximumAmount } from '../money.ts'
import { type FieldFault, Refusal, refuseField } from '../refusal.ts'

/** A tax as it stands on a line. `rate` is a percentage, up to 4 decimals: '20', '9.975'. */
export interface LineTax {
  id: string
  name: string
  rate: string
  inclusive: boolean
}

/** `percent` up to 4 decimals, 0–100; `amount` in minor units. */
export type Discount = { type: 'percent'; percent: string } | { type: 'amount'; amount: number }

/** What a line must say to be priced. `quantity`: decimal string, up to 6 places; `unitAmount`: minor units. */
export interface PricedLine {
  quantity: string
  unitAmount: number
  taxes: LineTax[]
  discount: Discount | null
}

/** Minor units. `amount` = quantity × unit price; `total` = `amount` − the line's own `discount`. */
export interface LineTotals {
  amount: number
  discount: number
  total: number
}

/** One row of the tax table. `taxable`: what the tax was computed on, without inclusive taxes. Minor units. */
export interface TaxTotal extends LineTax {
  taxable: number
  amount: number
}

/** `total = subtotal − discount + tax`; the amounts of `taxes` add up to `tax` (R3). Minor units. */
export interface Totals {
  lines: LineTotals[]
  subtotal: number
  discount: number
  taxes: TaxTotal[]
  tax: number
  total: number
}

const PPM = 1_000_000n

/**
 * The one function all figures come from (R3): app, API, page, e-mail, PDF and Stripe.
 *
 * The rule, every rounding half away from zero to the minor unit:
 * 1. line amount = quantity × unit price, rounded; line discount rounded on it;
 * 2. the invoice's discount is rounded once on the sum of the lines and allocated to them by largest remainder;
 * 3. a line's taxable amount is what remains, divided by 1 + its inclusive rates, kept exact;
 * 4. each tax is rounded once, on the exact sum of its lines;
 * 5. total = what remains of the lines + the taxes that are not included in the prices.
 * Inclusive taxes are shown in `tax`, so `subtotal` and `discount` are shown without them; a tax inside the price never
 * changes what is paid. Together they are at most 100 % on a line, so that no rounding makes a net price negative.
 *
 * @throws Refusal `invalid_fields` with pointers into the invoice (`/lines/0/quantity`, `/discount`).
 */
export function totals(lines: PricedLine[], discount: Discount | null): Totals {
  const faults: FieldFault[] = []
  const priced = lines.map((line, index) => priceLine(line, `/lines/${index}`, faults))
  const sum = priced.reduce((total, line) => total + line.total, 0)
  const gross = priced.reduce((total, line) => total + line.amount, 0)
  if (gross > maximumAmount)
    faults.push({ pointer: '/lines', detail: 'The lines add up to more than an invoice can hold.' })
  // While a line is wrong the sum is not known, so nothing is too large to take from it.
  const invoiceDiscount = discountOn(faults.length ? maximumAmount : sum, discount, '/discount', faults)
  if (faults.length) throw new Refusal('invalid_fields', faults[0]!.detail, { errors: faults })

  const shares = allocate(
    invoiceDiscount,
    priced.map((line) => line.total),
  )
  const net = priced.map((line, index) => line.total - shares[index]!)
  const taxes = taxTable(lines, net)
  const included = sumOf(taxes.filter((tax) => tax.inclusive))
  const added = sumOf(taxes.filter((tax) => !tax.inclusive))
  const paidForLines = net.reduce((total, amount) => total + amount, 0)
  if (paidForLines + added > maximumAmount)
    throw refuseField('/lines', 'With its taxes this is more than an invoice can hold.')
  const netOfIncluded = paidForLines - included
  const shownDiscount = roundedSum(
    lines.map((line, index) => withoutIncluded(line, priced[index]!.discount + shares[index]!)),
  )
  return {
    lines: priced,
    subtotal: netOfIncluded + shownDiscount,
    discount: shownDiscount,
    taxes,
    tax: included + added,
    total: netOfIncluded + included + added,
  }
}

function priceLine(line: PricedLine, pointer: string, faults: FieldFault[]): LineTotals {
  const quantity = parseDecimal(line.quantity, 6)
  if (quantity === null || quantity === 0n) {
    faults.push({
      pointer: `${pointer}/quantity`,
      detail: 'The quantity is a positive number with up to 6 decimals, such as "1" or "2.5".',
    })
    return { amount: 0, discount: 0, total: 0 }
  }
  if (!isAmount(line.unitAmount) || line.unitAmount > maximumAmount) {
    faults.push({
      pointer: `${pointer}/unit_amount`,
      detail: 'The unit price is a whole number of minor units, zero or more.',
    })
    return { amount: 0, discount: 0, total: 0 }
  }
  const amount = Number(divideRounded(quantity * BigInt(line.unitAmount), 1_000_000n))
  if (amount > maximumAmount) {
    faults.push({ pointer, detail: 'The line is larger than an invoice can hold.' })
    return { amount: 0, discount: 0, total: 0 }
  }
  for (const [index, tax] of line.taxes.entries()) {
    if (ratePpm(tax) === null)
      faults.push({
        pointer: `${pointer}/taxes/${index}`,
        detail: 'A tax rate is between 0 and 100 percent, with up to 4 decimals.',
      })
    const isRepeated = line.taxes.findIndex((other) => other.id === tax.id) < index
    if (isRepeated)
      faults.push({ pointer: `${pointer}/taxes/${index}`, detail: 'This tax is on the line already.' })
  }
  // Rounding a part at most doubles it: up to 100 percent, rounded taxes can never exceed the price they are inside of.
  if (includedPpm(line) > PPM) {
    faults.push({
      pointer: `${pointer}/taxes`,
      detail: 'The taxes inside a price are 100 percent at most, taken together.',
    })
  }
  const discount = discountOn(amount, line.discount, `${pointer}/discount`, faults)
  return { amount, discount, total: amount - discount }
}

function discountOn(
  amount: number,
  discount: Discount | null,
  pointer: string,
  faults: FieldFault[],
): number {
  if (!discount) return 0
  if (discount.type === 'percent') {
    const ppm = percentPpm(discount.percent)
    if (ppm !== null) return Number(divideRounded(BigInt(amount) * ppm, PPM))
    faults.push({ pointer, detail: 'A discount in percent is between 0 and 100, with up to 4 decimals.' })
    return 0
  }
  if (isAmount(discount.amount) && discount.amount <= amount) return discount.amount
  faults.push({ pointer, detail: 'The discount cannot be larger than the amount it is taken from.' })
  return 0
}

function taxTable(lines: PricedLine[], net: number[]): TaxTotal[] {
  const table = new Map<string, { tax: LineTax; amounts: Fraction[]; bases: Fraction[] }>()
  for (const [index, line] of lines.entries()) {
    for (const tax of line.taxes) {
      const key = JSON.stringify([tax.id, tax.name, tax.rate, tax.inclusive])
      const row = table.get(key) ?? { tax, amounts: [], bases: [] }
      const base = withoutIncluded(line, net[index]!)
      row.bases.push(base)
      row.amounts.push({
        numerator: base.numerator * (ratePpm(tax) ?? 0n),
        denominator: base.denominator * PPM,
      })
      table.set(key, row)
    }
  }
  return [...table.values()].map(({ tax, amounts, bases }) => ({
    ...tax,
    taxable: roundedSum(bases),
    amount: roundedSum(amounts),
  }))
}

interface Fraction {
  numerator: bigint
  denominator: bigint
}

/** `amount` without the taxes included in the line's price, exact. */
function withoutIncluded(line: PricedLine, amount: number): Fraction {
  return { numerator: BigInt(amount) * PPM, denominator: PPM + includedPpm(line) }
}

function includedPpm(line: PricedLine): bigint {
  return line.taxes.filter((tax) => tax.inclusive).reduce((sum, tax) => sum + (ratePpm(tax) ?? 0n), 0n)
}

/** Adds exactly, rounds once. Few distinct denominators occur, so they are grouped before they are multiplied. */
function roundedSum(fractions: Fraction[]): number {
  const byDenominator = new Map<bigint, bigint>()
  for (const { numerator, denominator } of fractions)
    byDenominator.set(denominator, (byDenominator.get(denominator) ?? 0n) + numerator)
  let numerator = 0n
  let denominator = 1n
  for (const [nextDenominator, nextNumerator] of byDenominator) {
    numerator = numerator * nextDenominator + nextNumerator * denominator
    denominator *= nextDenominator
  }
  return Number(divideRounded(numerator, denominator))
}

function ratePpm(tax: LineTax): bigint | null {
  return percentPpm(tax.rate)
}

/** '20' → 200000n parts per million; null when it is no percentage between 0 and 100. */
function percentPpm(percent: string): bigint | null {
  const ppm = parseDecimal(percent, 4)
  return ppm !== null && ppm <= PPM ? ppm : null
}

/** -0 is none: JSON can carry it, and it would be stored and shown as another value than 0. */
function isAmount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0)
}

function sumOf(taxes: TaxTotal[]): number {
  return taxes.reduce((sum, tax) => sum + tax.amount, 0)
}
