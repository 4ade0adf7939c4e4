import type { PaymentNews } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import { dateIn } from '@quittance/core/invoice/due-date'
import type { App } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { findAccount, listMembers } from '../accounts/queries.ts'
import { findInvoice } from '../invoices/queries.ts'
import { queueMessage } from '../messages/store.ts'
import { findPayment } from '../payments/queries.ts'

/** A failed payment, a dispute, a refund made at Stripe (R31): to everybody who runs the business, once. */
export async function tellAdministratorsOfTrouble(
  app: App,
  account: string,
  news: PaymentNews,
): Promise<void> {
  const accountId = account as AccountId
  if (news.administrators.length === 0) return
  const [owner, members, loaded, payment] = await Promise.all([
    findAccount(app.db, accountId),
    listMembers(app.db, accountId),
    findInvoice(app.db, accountId, news.invoiceId),
    findPayment(app.db, accountId, news.paymentId),
  ])
  if (!loaded || !payment) return
  const { about } = news
  // Paid meanwhile, in this attempt or another: no news any more.
  if (about.what === 'declined' && (payment.status !== 'failed' || loaded.invoice.status === 'paid')) return
  const { renderTroubleEmail } = await import('./trouble-email.tsx')
  const email = await renderTroubleEmail({
    language: owner.language,
    company: owner.name,
    customer: loaded.invoice.customer_name,
    number: loaded.invoice.number ?? '',
    about,
    amount: 'amount' in about ? about.amount : payment.amount,
    currency: 'currency' in about ? about.currency : payment.currency,
    reason:
      about.what === 'declined' ? payment.failure_message : 'reason' in about ? readable(about.reason) : null,
    dueBy: about.what === 'disputed' && about.dueBy ? dateIn(owner.time_zone, new Date(about.dueBy)) : null,
    adminUrl: `${app.config.publicUrl}/payments/invoices/${news.invoiceId}`,
  })
  for (const member of members.filter((one) => news.administrators.includes(one.id))) {
    await inTransaction(app.db, (tx) =>
      queueMessage(tx, app.sealer, {
        account_id: accountId,
        id: newId('em'),
        dedupe_key: `trouble:${news.key}:${member.id}`,
        kind: 'payment_trouble',
        invoice_id: news.invoiceId,
        customer_id: loaded.invoice.customer_id,
        payment_id: news.paymentId,
        recipients: [member.email],
        from_name: 'Quittance',
        subject: email.subject,
        html: email.html,
        body_text: email.text,
      }),
    )
  }
}

/** Stripe's reasons are codes: 'product_not_received'. */
function readable(reason: string | null): string | null {
  return reason && /^[a-z_]+$/.test(reason) ? reason.replaceAll('_', ' ') : reason
}
