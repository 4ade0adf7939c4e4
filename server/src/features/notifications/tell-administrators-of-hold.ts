import type { ProductEvent } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import { whoHearsOfTrouble } from '@quittance/core/notification-policy'
import type { App } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { findAccount, listMembers } from '../accounts/queries.ts'
import { findInvoice } from '../invoices/queries.ts'
import { queueMessage } from '../messages/store.ts'

/** Something in an invoice's records does not fit (F16): to everybody who runs the business, once for each hold. */
export async function tellAdministratorsOfHold(
  app: App,
  account: string,
  event: Extract<ProductEvent, { type: 'invoice.held' }>,
): Promise<void> {
  const accountId = account as AccountId
  const [owner, members, loaded] = await Promise.all([
    findAccount(app.db, accountId),
    listMembers(app.db, accountId),
    findInvoice(app.db, accountId, event.invoiceId),
  ])
  if (!loaded) return
  const { renderHeldEmail } = await import('./held-email.tsx')
  const email = await renderHeldEmail({
    language: owner.language,
    company: owner.name,
    customer: loaded.invoice.customer_name,
    number: loaded.invoice.number ?? '',
    breaches: event.breaches,
    adminUrl: `${app.config.publicUrl}/payments/invoices/${event.invoiceId}`,
  })
  const hears = whoHearsOfTrouble(members)
  for (const member of members.filter((one) => hears.includes(one.id))) {
    await inTransaction(app.db, (tx) =>
      queueMessage(tx, app.sealer, {
        account_id: accountId,
        id: newId('em'),
        dedupe_key: `held:${event.key}:${member.id}`,
        kind: 'invoice_held',
        invoice_id: event.invoiceId,
        customer_id: loaded.invoice.customer_id,
        recipients: [member.email],
        from_name: 'Quittance',
        subject: email.subject,
        html: email.html,
        body_text: email.text,
      }),
    )
  }
}
