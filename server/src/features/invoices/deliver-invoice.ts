import type { ProductEvent } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { findAccount } from '../accounts/queries.ts'
import { queueMessage } from '../messages/store.ts'
import { paymentUrl } from './add-payment-link.ts'
import { findInvoice, findRevision } from './queries.ts'
import { documentOf } from './snapshot.ts'

type Sent = Extract<ProductEvent, { type: 'invoice.sent' }>

/** After `invoice.sent`: writes the e-mail of that revision, with the link as it was when it was sent. */
export async function deliverInvoice(app: App, account: string, event: Sent): Promise<void> {
  const accountId = account as AccountId
  const loaded = await findInvoice(app.db, accountId, event.invoiceId)
  const revision = await findRevision(app.db, accountId, event.invoiceId, event.revision)
  if (!loaded || !revision) return
  const { snapshot } = revision
  const owner = await findAccount(app.db, accountId)
  const { renderInvoiceEmail } = await import('./invoice-email.tsx')
  const email = await renderInvoiceEmail({
    snapshot,
    message: event.message,
    paymentUrl: event.withLink && loaded.link ? paymentUrl(app, loaded.link) : null,
    amountDue: documentOf(app, loaded, snapshot).amountDue,
    kind: event.kind,
  })
  await inTransaction(app.db, (tx) =>
    queueMessage(tx, app.sealer, {
      account_id: accountId,
      id: event.messageId,
      dedupe_key: `sent:${event.messageId}`,
      kind: 'invoice',
      invoice_id: event.invoiceId,
      customer_id: loaded.invoice.customer_id,
      recipients: event.to,
      cc: event.cc,
      from_name: owner.name,
      reply_to: owner.email,
      subject: email.subject,
      html: email.html,
      body_text: email.text,
      revision: event.revision,
      with_link: event.withLink,
      attachments: JSON.stringify([
        {
          name: attachmentName(snapshot.number),
          kind: 'invoice',
          revision: event.revision,
          withLink: event.withLink,
        },
      ]),
    }),
  )
}

/** A file name any system takes: 'INV-2026-0007.pdf'. */
export function attachmentName(number: string | null): string {
  return `${(number ?? 'invoice').replace(/[^A-Za-z0-9._-]+/g, '-')}.pdf`
}
