import { normalizeDecimal } from '@quittance/core/decimal'
import type { AccountId } from '@quittance/core/ids'
import { dueDateFrom, type Terms, todayIn } from '@quittance/core/invoice/due-date'
import { type Discount, type LineTax, type Totals, totals } from '@quittance/core/invoice/totals'
import { type FieldFault, Refusal, refuseField } from '@quittance/core/refusal'
import type { Reader } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import type { Address, InvoiceContent, InvoiceLine } from '../../records.ts'
import type { Account } from '../accounts/queries.ts'
import type { Customer } from '../customers/queries.ts'
import { findTaxRates } from '../taxes/queries.ts'

export interface LineFields {
  description: string
  detail?: string | null | undefined
  quantity: string
  unit?: string | null | undefined
  unit_amount: number
  /** Ids of tax rates. */
  taxes?: string[] | undefined
  discount?: Discount | null | undefined
}

/** What a person says of an invoice; what is left out is taken from before, or from the account and the customer. */
export interface InvoiceFields {
  currency?: string | undefined
  lines?: LineFields[] | undefined
  discount_rule?: Discount | null | undefined
  issue_date?: string | undefined
  due_date?: string | undefined
  due_terms?: Terms | undefined
  service_date?: string | null | undefined
  note?: string | undefined
  terms?: string | undefined
  memo?: string | undefined
  billing?:
    | {
        name?: string | undefined
        company?: string | null | undefined
        address?: Address | undefined
        tax_id?: string | null | undefined
      }
    | undefined
  recipients?: { to?: string[] | undefined; cc?: string[] | undefined } | string[] | undefined
}

export interface Composed {
  currency: string
  issue_date: string
  due_date: string
  content: InvoiceContent
  totals: Totals
  total: number
}

interface Before {
  currency: string
  issue_date: string
  due_date: string
  content: InvoiceContent
}

/**
 * The whole invoice from what was said and what was there before, with its figures. @throws Refusal naming the fields.
 * `before` null: a new one, which starts from the account's and the customer's own.
 */
export async function composeInvoice(
  db: Reader,
  account: Account,
  customer: Customer,
  fields: InvoiceFields,
  before: Before | null,
  now: Date,
): Promise<Composed> {
  const base = before ?? startOf(account, customer, now)
  const issueDate = fields.issue_date ?? base.issue_date
  const due = dueOf(fields, base, issueDate)
  const content: InvoiceContent = {
    lines: fields.lines
      ? await linesOf(db, account.id as AccountId, fields.lines, base.content.lines)
      : base.content.lines,
    discount: fields.discount_rule === undefined ? base.content.discount : fields.discount_rule,
    serviceDate: fields.service_date === undefined ? base.content.serviceDate : fields.service_date,
    note: fields.note ?? base.content.note,
    terms: fields.terms ?? base.content.terms,
    memo: fields.memo ?? base.content.memo,
    dueTerms: due.terms,
    billing: {
      name: fields.billing?.name ?? base.content.billing.name,
      company: fields.billing?.company === undefined ? base.content.billing.company : fields.billing.company,
      address: fields.billing?.address ?? base.content.billing.address,
      taxId: fields.billing?.tax_id === undefined ? base.content.billing.taxId : fields.billing.tax_id,
    },
    recipients: recipientsOf(fields.recipients, base.content.recipients),
  }
  if (due.date < issueDate) throw refuseField('/due_date', 'The due date cannot be before the issue date.')
  const figures = totals(content.lines, content.discount)
  return {
    currency: fields.currency ?? base.currency,
    issue_date: issueDate,
    due_date: due.date,
    content,
    totals: figures,
    total: figures.total,
  }
}

function startOf(account: Account, customer: Customer, now: Date): Before {
  const issueDate = todayIn(account, now)
  const address = customer.billing_email ?? customer.email
  return {
    currency: customer.currency ?? account.currency,
    issue_date: issueDate,
    due_date: dueDateFrom(issueDate, account.default_terms),
    content: {
      lines: [],
      discount: null,
      serviceDate: null,
      note: account.note,
      terms: account.terms,
      memo: '',
      dueTerms: account.default_terms,
      billing: {
        name: customer.name,
        company: customer.company,
        address: customer.address,
        taxId: customer.tax_id,
      },
      recipients: { to: address ? [address] : [], cc: [] },
    },
  }
}

/** A date that was named wins; else the terms count again from the issue date. */
function dueOf(
  fields: InvoiceFields,
  base: Before,
  issueDate: string,
): { date: string; terms: Terms | null } {
  if (fields.due_date && fields.due_terms)
    throw refuseField('/due_terms', 'Name a due date or terms, not both.')
  if (fields.due_date) return { date: fields.due_date, terms: null }
  const terms = fields.due_terms ?? base.content.dueTerms
  return terms ? { date: dueDateFrom(issueDate, terms), terms } : { date: base.due_date, terms: null }
}

async function linesOf(
  db: Reader,
  accountId: AccountId,
  lines: LineFields[],
  before: InvoiceLine[],
): Promise<InvoiceLine[]> {
  const rates = new Map(
    (await findTaxRates(db, accountId, [...new Set(lines.flatMap((line) => line.taxes ?? []))])).map(
      (rate) => [rate.id, rate],
    ),
  )
  const kept = new Set(before.flatMap((line) => line.taxes.map((tax) => tax.id)))
  const faults: FieldFault[] = []
  const made = lines.map((line, index): InvoiceLine => {
    const taxes = [...new Set(line.taxes ?? [])].flatMap((id, position): LineTax[] => {
      const rate = rates.get(id)
      if (rate && (!rate.archived_at || kept.has(id)))
        return [{ id: rate.id, name: rate.name, rate: rate.rate, inclusive: rate.inclusive }]
      faults.push({
        pointer: `/lines/${index}/taxes/${position}`,
        detail: rate ? 'This tax rate was taken out of use.' : 'There is no such tax rate.',
      })
      return []
    })
    return {
      id: newId('li'),
      description: line.description,
      detail: line.detail || null,
      quantity: normalizeDecimal(line.quantity),
      unit: line.unit || null,
      unitAmount: line.unit_amount,
      taxes,
      discount: line.discount ?? null,
    }
  })
  if (faults.length) throw new Refusal('invalid_fields', faults[0]!.detail, { errors: faults })
  // A line that says the same keeps its id.
  return made.map((line, index) => (sameLine(line, before[index]) ? before[index]! : line))
}

function sameLine(line: InvoiceLine, before: InvoiceLine | undefined): boolean {
  return before !== undefined && JSON.stringify({ ...line, id: '' }) === JSON.stringify(ordered(before, line))
}

function ordered(before: InvoiceLine, like: InvoiceLine): object {
  return Object.fromEntries(
    Object.keys(like).map((key) => [key, key === 'id' ? '' : before[key as keyof InvoiceLine]]),
  )
}

function recipientsOf(
  fields: InvoiceFields['recipients'],
  before: { to: string[]; cc: string[] },
): { to: string[]; cc: string[] } {
  if (!fields) return before
  const { to, cc } = Array.isArray(fields) ? { to: fields, cc: undefined } : fields
  return { to: unique(to ?? before.to), cc: unique(cc ?? before.cc) }
}

function unique(addresses: string[]): string[] {
  return [...new Map(addresses.map((address) => [address.toLowerCase(), address])).values()]
}
