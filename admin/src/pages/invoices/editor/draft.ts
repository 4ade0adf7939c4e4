import { parseDecimal } from '@quittance/core/decimal'
import { type Terms } from '@quittance/core/invoice/due-date'
import { type Discount, type LineTax, type Totals, totals } from '@quittance/core/invoice/totals'
import { type FieldFault, Refusal } from '@quittance/core/refusal'
import type { Customer, Invoice, InvoiceFields, LineFields, TaxRate } from '../../../api/types.ts'
import { amountFault, amountText, parseAmount } from '../../../blocks/amount-text.ts'

/** A discount as it is being typed. */
export interface DraftDiscount {
  type: 'percent' | 'amount'
  value: string
}

/** A line as it is being typed: amounts in major units, as text. */
export interface DraftLine {
  /** Stays with the line while it moves. */
  key: string
  description: string
  detail: string
  quantity: string
  unit: string
  price: string
  taxes: string[]
  discount: DraftDiscount | null
}

/** 'days:14', 'end_of_month', or 'date' for a date of its own. */
export type DueChoice = `days:${number}` | 'end_of_month' | 'date'

/** An invoice as it is being typed. Dates 'YYYY-MM-DD'. */
export interface Draft {
  customer: { id: string; name: string; company: string | null; email: string | null } | null
  currency: string
  issueDate: string
  due: DueChoice
  dueDate: string
  serviceDate: string
  lines: DraftLine[]
  discount: DraftDiscount | null
  note: string
  terms: string
  memo: string
  to: string
  cc: string
  paymentLink: boolean
}

/** Kept drafts come back with their keys: those of another visit must not be given again. */
const visit = Date.now().toString(36)
let nextKey = 1

function newKey(): string {
  return `line-${visit}-${nextKey++}`
}

/** An empty line; new ones are taxed as the one before them. */
export function blankLine(taxes: string[] = []): DraftLine {
  return {
    key: newKey(),
    description: '',
    detail: '',
    quantity: '1',
    unit: '',
    price: '',
    taxes,
    discount: null,
  }
}

export function copyOfLine(line: DraftLine): DraftLine {
  return { ...line, key: newKey() }
}

/** Whether both say the same; which lines were typed anew does not matter. */
export function sameDraft(a: Draft, b: Draft): boolean {
  const said = (draft: Draft) =>
    JSON.stringify({ ...draft, lines: draft.lines.map((line) => ({ ...line, key: '' })) })
  return said(a) === said(b)
}

export function dueChoice(terms: Terms | null): DueChoice {
  if (!terms) return 'date'
  return terms.type === 'days' ? `days:${terms.days}` : 'end_of_month'
}

export function termsOf(due: DueChoice): Terms | null {
  if (due === 'date') return null
  return due === 'end_of_month'
    ? { type: 'end_of_month' }
    : { type: 'days', days: Number(due.slice('days:'.length)) }
}

/** The stored invoice as one would have typed it. */
export function draftOf(invoice: Invoice): Draft {
  const { currency } = invoice
  const discountText = (discount: Discount | null): DraftDiscount | null =>
    discount &&
    (discount.type === 'percent'
      ? { type: 'percent', value: discount.percent }
      : { type: 'amount', value: amountText(discount.amount, currency) })
  return {
    customer: invoice.customer,
    currency,
    issueDate: invoice.issue_date,
    due: dueChoice(invoice.due_terms),
    dueDate: invoice.due_date,
    serviceDate: invoice.service_date ?? '',
    lines: invoice.lines.map((line) => ({
      key: line.id,
      description: line.description,
      detail: line.detail ?? '',
      quantity: line.quantity,
      unit: line.unit ?? '',
      price: amountText(line.unit_amount, currency),
      taxes: line.taxes.map((tax) => tax.id),
      discount: discountText(line.discount),
    })),
    discount: discountText(invoice.discount_rule),
    note: invoice.note,
    terms: invoice.terms,
    memo: invoice.memo,
    to: invoice.recipients.to.join(', '),
    cc: invoice.recipients.cc.join(', '),
    paymentLink: invoice.payment_link?.state === 'active',
  }
}

/** Picks the customer; currency and recipients follow unless they were chosen by hand. */
export function withCustomer(draft: Draft, customer: Customer, accountCurrency: string): Draft {
  const address = customer.billing_email ?? customer.email ?? ''
  const recipientWasTyped = draft.to !== '' && draft.to !== (draft.customer?.email ?? '')
  return {
    ...draft,
    customer: { id: customer.id, name: customer.name, company: customer.company, email: address || null },
    currency: draft.lines.some((line) => line.price)
      ? draft.currency
      : (customer.currency ?? accountCurrency),
    to: recipientWasTyped ? draft.to : address,
  }
}

export function isBlankLine(line: DraftLine): boolean {
  return !(line.description.trim() || line.price.trim() || line.detail.trim())
}

/** '1,5' is a quantity, '0' and 'four' are none. */
export function isQuantity(typed: string): boolean {
  return (parseDecimal(decimalText(typed), 6) ?? 0n) > 0n
}

function isReadable(line: DraftLine, currency: string): boolean {
  return isQuantity(line.quantity) && parseAmount(line.price, currency) !== null
}

/** Lines in which nothing was typed are no lines. */
export function withoutBlankLines(draft: Draft): Draft {
  const lines = draft.lines.filter((line) => !isBlankLine(line))
  return { ...draft, lines: lines.length ? lines : draft.lines.slice(0, 1) }
}

/** The figures as they stand now, and what is wrong with them. What cannot be read yet counts as nothing. */
export function figuresOf(
  draft: Draft,
  rates: Pick<TaxRate, 'id' | 'name' | 'rate' | 'inclusive'>[],
): { totals: Totals; faults: FieldFault[] } {
  const known = new Map<string, LineTax>(
    rates.map(({ id, name, rate, inclusive }) => [id, { id, name, rate, inclusive }]),
  )
  const priced = draft.lines.map((line) => {
    const isRead = isReadable(line, draft.currency)
    return {
      quantity: isRead ? decimalText(line.quantity) : '1',
      unitAmount: isRead ? parseAmount(line.price, draft.currency)! : 0,
      taxes: line.taxes.flatMap((id) => known.get(id) ?? []),
      discount: isRead ? readDiscount(line.discount, draft.currency) : null,
    }
  })
  try {
    return { totals: totals(priced, readDiscount(draft.discount, draft.currency)), faults: [] }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const safe = priced.map((line) => ({ ...line, discount: null }))
    return { totals: totalsOrNothing(safe), faults: error.errors.map(toOurPointer) }
  }
}

/** What is sent. @throws Refusal naming the fields that cannot be read at all; everything else the server judges. */
export function fieldsOf(draft: Draft): InvoiceFields {
  const faults: FieldFault[] = []
  if (!draft.customer) faults.push({ pointer: '/customer_id', detail: 'Pick a customer, or create one.' })
  const lines = draft.lines.map((line, index): LineFields => {
    if (!line.description.trim())
      faults.push({ pointer: `/lines/${index}/description`, detail: 'Say what this is for.' })
    const fault = amountFault(line.price, draft.currency)
    if (fault) faults.push({ pointer: `/lines/${index}/unit_amount`, detail: fault })
    if (!isQuantity(line.quantity)) {
      faults.push({
        pointer: `/lines/${index}/quantity`,
        detail: 'Write a positive number, such as 1 or 2.5.',
      })
    }
    return {
      description: line.description,
      detail: line.detail || null,
      quantity: decimalText(line.quantity),
      unit: line.unit || null,
      unit_amount: parseAmount(line.price, draft.currency) ?? 0,
      taxes: line.taxes,
      discount: checkedDiscount(line.discount, draft.currency, `/lines/${index}/discount`, faults),
    }
  })
  const discount = checkedDiscount(draft.discount, draft.currency, '/discount_rule', faults)
  if (faults.length) throw new Refusal('invalid_fields', faults[0]!.detail, { errors: faults })
  const terms = termsOf(draft.due)
  return {
    currency: draft.currency,
    lines,
    discount_rule: discount,
    issue_date: draft.issueDate,
    ...(terms ? { due_terms: terms } : { due_date: draft.dueDate }),
    service_date: draft.serviceDate || null,
    note: draft.note,
    terms: draft.terms,
    memo: draft.memo,
    recipients: { to: addresses(draft.to), cc: addresses(draft.cc) },
  }
}

/** What a preview is drawn from: what cannot be read yet stands as nothing. null: nothing is written yet. */
export function previewFieldsOf(draft: Draft): InvoiceFields | null {
  const written = draft.lines.filter((line) => !isBlankLine(line))
  if (written.length === 0) return null
  const { currency } = draft
  const isAmount = (discount: DraftDiscount | null) => {
    const read = readDiscount(discount, currency)
    return read !== null && (read.type === 'amount' || /^\d{1,3}(\.\d{1,4})?$/.test(read.percent))
  }
  const isAddress = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text)
  return fieldsOf({
    ...draft,
    lines: written.map((line) => {
      const description = line.description.trim() || '…'
      return isReadable(line, currency)
        ? { ...line, description, discount: isAmount(line.discount) ? line.discount : null }
        : { ...line, description, price: '0', quantity: '1', discount: null }
    }),
    discount: isAmount(draft.discount) ? draft.discount : null,
    customer: draft.customer ?? { id: '', name: '', company: null, email: null },
    to: addresses(draft.to).filter(isAddress).join(' '),
    cc: addresses(draft.cc).filter(isAddress).join(' '),
  })
}

/** Core and server call the invoice's own discount by another name than the field that defines it. */
export function toOurPointer(fault: FieldFault): FieldFault {
  if (fault.pointer === '/discount') return { ...fault, pointer: '/discount_rule' }
  // One field holds all addresses, one control all taxes of a line.
  return {
    ...fault,
    pointer: fault.pointer
      .replace(/^(\/recipients\/(?:to|cc)|\/lines\/\d+\/(?:taxes|discount))\/.*$/, '$1')
      .replace(/^\/discount_rule\/.*$/, '/discount_rule'),
  }
}

/** 'a@example.com, b@example.com' → its addresses. */
export function addresses(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean)
}

function totalsOrNothing(lines: Parameters<typeof totals>[0]): Totals {
  try {
    return totals(lines, null)
  } catch {
    return {
      lines: lines.map(() => ({ amount: 0, discount: 0, total: 0 })),
      subtotal: 0,
      discount: 0,
      taxes: [],
      tax: 0,
      total: 0,
    }
  }
}

function readDiscount(discount: DraftDiscount | null, currency: string): Discount | null {
  if (!discount?.value.trim()) return null
  if (discount.type === 'percent') return { type: 'percent', percent: decimalText(discount.value) }
  const amount = parseAmount(discount.value, currency)
  return amount === null ? null : { type: 'amount', amount }
}

function checkedDiscount(
  discount: DraftDiscount | null,
  currency: string,
  pointer: string,
  faults: FieldFault[],
): Discount | null {
  if (discount?.type === 'amount' && discount.value.trim()) {
    const fault = amountFault(discount.value, currency)
    if (fault) faults.push({ pointer, detail: fault })
  }
  return readDiscount(discount, currency)
}

/** '1,5' and '1.5' are the same number; a trailing percent sign is no fault. */
function decimalText(typed: string): string {
  return typed.replace(/[\s%]/g, '').replace(',', '.').replace(/\.$/, '')
}
