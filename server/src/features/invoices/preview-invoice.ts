import type { InvoiceDocument, InvoiceSnapshot } from '@quittance/core/invoice/document'
import { assertEditable } from '@quittance/core/invoice/lifecycle'
import { whyNotChargeable } from '@quittance/core/invoice/payment-link'
import { refuseField } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import type { RenderedEmail } from '../../platform/mail/email-layout.tsx'
import { findAccount } from '../accounts/queries.ts'
import { findCustomer } from '../customers/queries.ts'
import { paymentUrl } from './add-payment-link.ts'
import { composeInvoice, type InvoiceFields } from './compose-content.ts'
import { isLinkActive } from './link-state.ts'
import { loadInvoice } from './load-invoice.ts'
import { customerOf, isConnected } from './queries.ts'
import { isAsSent } from './send-invoice.ts'
import { snapshotOf } from './snapshot.ts'

export interface PreviewInvoice extends InvoiceFields {
  customer_id?: string | undefined
  /** Of a stored invoice that is being changed; null for a new one. */
  invoice_id?: string | undefined
  payment_link?: boolean | undefined
}

/** What would go out if the content were saved and sent now. Amounts in minor units. */
export interface InvoicePreview {
  snapshot: InvoiceSnapshot
  document: InvoiceDocument
  email(): Promise<RenderedEmail>
}

/**
 * Composes unsaved content as `createInvoice` and `editInvoice` would, and stores nothing: no number, no link, no trace.
 * A link that does not exist yet is shown by an address that leads nowhere. @throws Refusal naming the fields.
 */
export async function previewInvoice(ctx: Context, input: PreviewInvoice): Promise<InvoicePreview> {
  const { db, accountId } = ctx
  const stored = input.invoice_id ? await loadInvoice(db, accountId, input.invoice_id) : null
  if (stored) assertEditable(stored.invoice.status)
  const customer = stored
    ? await customerOf(db, accountId, stored.invoice.customer_id)
    : input.customer_id
      ? await findCustomer(db, accountId, input.customer_id)
      : undefined
  if (!customer) throw refuseField('/customer_id', 'Say who the invoice is for.')
  const account = await findAccount(db, accountId)
  const composed = await composeInvoice(db, account, customer, input, stored?.invoice ?? null, ctx.now())
  const snapshot = await snapshotOf(db, accountId, {
    ...composed,
    number: stored?.invoice.number ?? null,
    customer_id: customer.id,
  })

  const connected = stored?.connected ?? (await isConnected(db, accountId))
  const settled = stored?.invoice.settled ?? 0
  const due = composed.total - settled
  const withLink =
    connected && (input.payment_link ?? false) && whyNotChargeable(due, composed.currency) === null
  const link = stored?.link && isLinkActive(stored.link, connected) ? stored.link : null
  const url = !withLink
    ? null
    : link
      ? paymentUrl(ctx, link)
      : new URL('/pay/preview', ctx.config.publicUrl).toString()
  return {
    snapshot,
    document: {
      snapshot,
      state: stored && stored.invoice.status !== 'draft' ? 'open' : 'draft',
      amountPaid: settled,
      amountDue: due,
      paymentUrl: url,
    },
    async email() {
      const { renderInvoiceEmail } = await import('./invoice-email.tsx')
      return renderInvoiceEmail({
        snapshot,
        message: null,
        paymentUrl: url,
        amountDue: due,
        kind: !stored?.sent ? 'new' : isAsSent(stored.sent, snapshot) ? 'resend' : 'updated',
      })
    },
  }
}
