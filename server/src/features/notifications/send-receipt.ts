import type { ProductEvent } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { findAccount } from '../accounts/queries.ts'
import { paymentUrl } from '../invoices/add-payment-link.ts'
import { isLinkActive } from '../invoices/link-state.ts'
import { findInvoice } from '../invoices/queries.ts'
import { queueMessage } from '../messages/store.ts'
import { receiptName, receiptOf } from '../payments/receipt.ts'

/**
 * The customer's receipt, with its PDF (R30); switched off at the time of payment means none. That of a payment which
 * restored books found only days later is left to the office: the customer may have it already (F14).
 */
export async function sendReceipt(
  app: App,
  account: string,
  event: Extract<ProductEvent, { type: 'payment.succeeded' }>,
): Promise<void> {
  const accountId = account as AccountId
  const [owner, loaded, receipt] = await Promise.all([
    findAccount(app.db, accountId),
    findInvoice(app.db, accountId, event.invoiceId),
    receiptOf(app.db, accountId, event.paymentId),
  ])
  const to = loaded?.invoice.content.recipients.to ?? []
  if (!event.receipt || !loaded || !receipt || to.length === 0) return
  const { renderReceiptEmail } = await import('./receipt-email.tsx')
  const email = await renderReceiptEmail({
    receipt,
    paymentUrl:
      loaded.link && isLinkActive(loaded.link, loaded.connected) ? paymentUrl(app, loaded.link) : null,
  })
  await inTransaction(app.db, (tx) =>
    queueMessage(
      tx,
      app.sealer,
      {
        account_id: accountId,
        id: newId('em'),
        dedupe_key: `receipt:${event.paymentId}`,
        kind: 'receipt',
        invoice_id: event.invoiceId,
        customer_id: loaded.invoice.customer_id,
        payment_id: event.paymentId,
        recipients: to,
        from_name: owner.name,
        reply_to: owner.email,
        subject: email.subject,
        html: email.html,
        body_text: email.text,
        attachments: JSON.stringify([
          { name: receiptName(receipt.receiptNumber), kind: 'receipt', paymentId: event.paymentId },
        ]),
      },
      { heldBecause: event.foundLate ? heldBecause(event.foundLate) : null },
    ),
  )
}

function heldBecause(paidAt: string): string {
  return `It was paid on ${paidAt.slice(0, 10)} and found only when these books caught up with Stripe: the customer may have this receipt already.`
}
