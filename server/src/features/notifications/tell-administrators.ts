import type { ProductEvent } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { findAccount, listMembers } from '../accounts/queries.ts'
import { findInvoice } from '../invoices/queries.ts'
import { queueMessage } from '../messages/store.ts'
import { findPayment } from '../payments/queries.ts'
import { receiptOf } from '../payments/receipt.ts'

/** Who is to hear was decided when it was paid: off then means no mail, whatever the switches say now (R29, I19). */
export async function tellAdministrators(
  app: App,
  account: string,
  event: Extract<ProductEvent, { type: 'payment.succeeded' }>,
): Promise<void> {
  const accountId = account as AccountId
  if (event.administrators.length === 0) return
  const [owner, members, loaded, payment, receipt] = await Promise.all([
    findAccount(app.db, accountId),
    listMembers(app.db, accountId),
    findInvoice(app.db, accountId, event.invoiceId),
    findPayment(app.db, accountId, event.paymentId),
    receiptOf(app.db, accountId, event.paymentId),
  ])
  if (!loaded || !payment || !receipt) return
  const { renderPaidEmail } = await import('./paid-email.tsx')
  const email = await renderPaidEmail({
    language: owner.language,
    snapshot: receipt.snapshot,
    amount: payment.amount,
    currency: payment.currency,
    method: receipt.method,
    amountDue: receipt.amountDue,
    unapplied: payment.unapplied,
    adminUrl: `${app.config.publicUrl}/payments/invoices/${event.invoiceId}`,
  })
  for (const member of members.filter((one) => event.administrators.includes(one.id))) {
    await inTransaction(app.db, (tx) =>
      queueMessage(tx, app.sealer, {
        account_id: accountId,
        id: newId('em'),
        dedupe_key: `paid:${event.paymentId}:${member.id}`,
        kind: 'payment_notification',
        invoice_id: event.invoiceId,
        customer_id: loaded.invoice.customer_id,
        payment_id: event.paymentId,
        recipients: [member.email],
        from_name: 'Quittance',
        subject: email.subject,
        html: email.html,
        body_text: email.text,
      }),
    )
  }
}
