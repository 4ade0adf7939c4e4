import { assertEditable } from '@quittance/core/invoice/lifecycle'
import { Refusal, refuseField } from '@quittance/core/refusal'
import type { Context, Reader, Tx } from '../../context.ts'
import { findAccount } from '../accounts/queries.ts'
import { findCustomer } from '../customers/queries.ts'
import { composeInvoice, type InvoiceFields } from './compose-content.ts'
import { displayName } from './create-invoice.ts'
import { loadInvoice, whileNotCollecting } from './load-invoice.ts'
import { customerOf, type LoadedInvoice } from './queries.ts'
import { tell, tellIfPaid, writeInvoice } from './store.ts'

export interface EditInvoice extends InvoiceFields {
  customer_id?: string | undefined
}

/**
 * Changes a draft, or an unpaid sent invoice, which then makes its next revision and must be sent again (R6, R14). What
 * is open at Stripe for the old amount is cancelled there first.
 * @throws Refusal `invoice_not_editable`, `stale_version` when `ifVersion` is not the current one (a lost update).
 */
export async function editInvoice(
  ctx: Context,
  id: string,
  fields: EditInvoice,
  ifVersion: number | null,
): Promise<LoadedInvoice> {
  const before = await loadInvoice(ctx.db, ctx.accountId, id)
  assertFresh(before, ifVersion)
  assertEditable(before.invoice.status)
  // Refused before a payer's open payment is cancelled for it; within the lock it is composed again.
  await composeEdit(ctx, ctx.db, before, fields)
  return whileNotCollecting(ctx, id, async (tx, loaded) => {
    assertFresh(loaded, ifVersion)
    assertEditable(loaded.invoice.status)
    return write(ctx, tx, loaded, fields)
  })
}

async function write(
  ctx: Context,
  tx: Tx,
  loaded: LoadedInvoice,
  fields: EditInvoice,
): Promise<LoadedInvoice> {
  const { invoice } = loaded
  const { composed, customer, moved } = await composeEdit(ctx, tx, loaded, fields)
  const nextRevision = invoice.sent_revision > 0 ? invoice.sent_revision + 1 : invoice.revision
  const written = await writeInvoice(
    tx,
    loaded,
    {
      ...composed,
      revision: nextRevision,
      customer_id: customer.id,
      customer_name: moved ? displayName(customer) : invoice.customer_name,
    },
    ctx.now(),
  )
  await tell(tx, ctx, {
    invoiceId: invoice.id,
    type: 'invoice.edited',
    data: { total_before: invoice.total, total: composed.total, currency: composed.currency },
    at: ctx.now(),
  })
  await tellIfPaid(tx, ctx, loaded, written, ctx.now())
  return written
}

/** The edit as it would be written. @throws Refusal for whatever is wrong with it. */
async function composeEdit(ctx: Context, db: Reader, loaded: LoadedInvoice, fields: EditInvoice) {
  const { invoice } = loaded
  const moved = fields.customer_id !== undefined && fields.customer_id !== invoice.customer_id
  if (fields.currency && fields.currency !== invoice.currency && invoice.issued_at) {
    throw new Refusal(
      'invoice_not_editable',
      'The currency of an invoice that was sent cannot change. Cancel it and write another.',
      { errors: [{ pointer: '/currency', detail: 'Fixed since the invoice was sent.' }] },
    )
  }
  if (moved && invoice.issued_at)
    throw refuseField(
      '/customer_id',
      'The customer of an invoice that was sent cannot change. Cancel it and write another.',
    )
  const customer = moved
    ? await findCustomer(db, ctx.accountId, fields.customer_id!)
    : await customerOf(db, ctx.accountId, invoice.customer_id)
  if (!customer) throw refuseField('/customer_id', 'There is no such customer.')

  const account = await findAccount(db, ctx.accountId)
  const forNewCustomer = moved
    ? {
        billing: {
          name: customer.name,
          company: customer.company,
          address: customer.address,
          tax_id: customer.tax_id,
        },
        recipients: [customer.billing_email ?? customer.email ?? ''].filter(Boolean),
      }
    : {}
  const composed = await composeInvoice(
    db,
    account,
    customer,
    { ...forNewCustomer, ...fields },
    invoice,
    ctx.now(),
  )
  if (composed.content.lines.length === 0) throw refuseField('/lines', 'An invoice needs at least one line.')
  return { composed, customer, moved }
}

function assertFresh(loaded: LoadedInvoice, ifVersion: number | null): void {
  if (ifVersion !== null && ifVersion !== loaded.invoice.version) {
    throw new Refusal(
      'stale_version',
      'Somebody else changed this invoice meanwhile. Load it again and repeat your change.',
      { facts: { version: loaded.invoice.version } },
    )
  }
}
