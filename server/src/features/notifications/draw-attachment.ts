import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import type { AttachmentRef } from '../../records.ts'
import { paymentUrl } from '../invoices/add-payment-link.ts'
import { findInvoice, findRevision } from '../invoices/queries.ts'
import { documentOf } from '../invoices/snapshot.ts'
import type { Message } from '../messages/queries.ts'
import { receiptOf } from '../payments/receipt.ts'

/** An attachment, drawn from frozen content, with the link as the message carried it; null when its invoice is gone. */
export async function drawAttachment(app: App, message: Message, ref: AttachmentRef): Promise<Buffer | null> {
  const accountId = message.account_id as AccountId
  if (ref.kind === 'receipt') {
    const receipt = await receiptOf(app.db, accountId, ref.paymentId)
    return receipt && app.pdf.render('receipt', receipt)
  }
  const loaded = await findInvoice(app.db, accountId, message.invoice_id ?? '')
  const revision = await findRevision(app.db, accountId, message.invoice_id ?? '', ref.revision)
  if (!loaded || !revision) return null
  const document = documentOf(app, loaded, revision.snapshot)
  return app.pdf.render('invoice', {
    ...document,
    paymentUrl: ref.withLink && loaded.link ? paymentUrl(app, loaded.link) : null,
  })
}
