import type { AccountId } from '@quittance/core/ids'
import type { InvoiceDocument, InvoiceSnapshot, Party } from '@quittance/core/invoice/document'
import { amountDue } from '@quittance/core/invoice/lifecycle'
import type { App, Reader } from '../../context.ts'
import type { Address } from '../../records.ts'
import { type Account, findAccount } from '../accounts/queries.ts'
import { paymentUrl } from './add-payment-link.ts'
import { isLinkActive } from './link-state.ts'
import { customerOf, type Invoice, type LoadedInvoice } from './queries.ts'

/** The invoice as its reader would see it now. Sending freezes this (R6). */
export async function snapshotOf(
  db: Reader,
  accountId: AccountId,
  invoice: Pick<
    Invoice,
    'number' | 'customer_id' | 'currency' | 'issue_date' | 'due_date' | 'content' | 'totals'
  >,
): Promise<InvoiceSnapshot> {
  const account = await findAccount(db, accountId)
  const customer = await customerOf(db, accountId, invoice.customer_id)
  const { content } = invoice
  const language = customer.language ?? account.language
  return {
    number: invoice.number,
    language,
    currency: invoice.currency,
    issueDate: invoice.issue_date,
    dueDate: invoice.due_date,
    serviceDate: content.serviceDate,
    company: companyParty(account, language),
    customer: {
      name: content.billing.company || content.billing.name,
      addressLines: [
        ...(content.billing.company && content.billing.name !== content.billing.company
          ? [content.billing.name]
          : []),
        ...addressLines(content.billing.address, language),
      ],
      email: content.recipients.to[0] ?? null,
      phone: customer.phone,
      taxId: content.billing.taxId,
    },
    lines: content.lines.map(({ id: _, ...line }) => line),
    discount: content.discount,
    totals: invoice.totals,
    note: content.note,
    terms: content.terms,
  }
}

/** What of an invoice is not in its snapshot. */
type Issued = Pick<LoadedInvoice, 'link' | 'connected'> & {
  invoice: Pick<Invoice, 'status' | 'issued_at' | 'cancelled_at' | 'settled'>
}

/** What the PDF is drawn from: `snapshot` is a frozen revision, or the content as it is now. */
export function documentOf(app: App, loaded: Issued, snapshot: InvoiceSnapshot): InvoiceDocument {
  const { invoice } = loaded
  const facts = {
    issued: invoice.issued_at !== null,
    cancelled: invoice.cancelled_at !== null,
    total: snapshot.totals.total,
    settled: invoice.settled,
  }
  const open = invoice.status === 'sent' || invoice.status === 'partially_paid'
  return {
    snapshot,
    state:
      invoice.status === 'draft'
        ? 'draft'
        : invoice.status === 'cancelled'
          ? 'cancelled'
          : invoice.status === 'paid'
            ? 'paid'
            : 'open',
    amountPaid: invoice.settled,
    amountDue: amountDue(facts),
    paymentUrl:
      (open || invoice.status === 'draft') && loaded.link && isLinkActive(loaded.link, loaded.connected)
        ? paymentUrl(app, loaded.link)
        : null,
  }
}

function companyParty(account: Account, language: string): Party {
  return {
    name: account.name,
    addressLines: [
      ...addressLines({ country: account.country, ...account.address }, language),
      ...(account.website ? [account.website] : []),
    ],
    email: account.email,
    phone: account.phone,
    taxId: account.tax_id,
  }
}

/** An address as lines of an envelope; the country's name in the reader's language. */
function addressLines(address: Address, language: string): string[] {
  const place = [address.postal_code, address.city, address.region].filter(Boolean).join(' ')
  const country = address.country
    ? (new Intl.DisplayNames([language, 'en'], { type: 'region' }).of(address.country) ?? address.country)
    : ''
  const lines = [address.line1, address.line2, place].filter((line): line is string => Boolean(line))
  return lines.length && country ? [...lines, country] : lines
}
