import type { ProductEvent } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { findAccount } from '../accounts/queries.ts'
import { findInvoice } from '../invoices/queries.ts'
import { queueMessage } from '../messages/store.ts'

/** Tells the customer that nothing is owed any more, when whoever cancelled wished so (R7). */
export async function sendCancellation(
  app: App,
  account: string,
  event: Extract<ProductEvent, { type: 'invoice.cancelled' }>,
): Promise<void> {
  const accountId = account as AccountId
  const loaded = await findInvoice(app.db, accountId, event.invoiceId)
  if (!event.notify || !loaded?.sent || loaded.invoice.content.recipients.to.length === 0) return
  const owner = await findAccount(app.db, accountId)
  const { renderCancelledEmail } = await import('./cancelled-email.tsx')
  const email = await renderCancelledEmail({ snapshot: loaded.sent.snapshot })
  await inTransaction(app.db, (tx) =>
    queueMessage(tx, app.sealer, {
      account_id: accountId,
      id: event.messageId,
      dedupe_key: `cancelled:${event.invoiceId}`,
      kind: 'invoice_cancelled',
      invoice_id: event.invoiceId,
      customer_id: loaded.invoice.customer_id,
      recipients: loaded.invoice.content.recipients.to,
      from_name: owner.name,
      reply_to: owner.email,
      subject: email.subject,
      html: email.html,
      body_text: email.text,
    }),
  )
}
