import type { PaymentNews } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { findAccount } from '../accounts/queries.ts'
import { paymentUrl } from '../invoices/add-payment-link.ts'
import { dueOf } from '../invoices/due.ts'
import { isLinkActive } from '../invoices/link-state.ts'
import { findInvoice } from '../invoices/queries.ts'
import { queueMessage } from '../messages/store.ts'

/** Money that goes back to the customer, or a bank debit of theirs that did not come (trap 12): they hear of it, once. */
export async function tellCustomerOfMoney(app: App, account: string, news: PaymentNews): Promise<void> {
  const accountId = account as AccountId
  const { about } = news
  if (!news.customer || (about.what !== 'refunded' && about.what !== 'debit_failed')) return
  const [owner, loaded] = await Promise.all([
    findAccount(app.db, accountId),
    findInvoice(app.db, accountId, news.invoiceId),
  ])
  const to = loaded?.invoice.content.recipients.to ?? []
  if (!loaded?.sent || to.length === 0) return
  const refunded = about.what === 'refunded'
  const canPay = !refunded && dueOf(loaded.invoice) > 0 && isLinkActive(loaded.link, loaded.connected)
  const { renderCustomerNews } = await import('./customer-news-email.tsx')
  const email = await renderCustomerNews({
    snapshot: loaded.sent.snapshot,
    what: !refunded ? 'debit_failed' : about.byHand ? 'given_back' : 'refunded',
    amount: about.amount,
    currency: about.currency,
    paymentUrl: canPay && loaded.link ? paymentUrl(app, loaded.link) : null,
  })
  await inTransaction(app.db, (tx) =>
    queueMessage(tx, app.sealer, {
      account_id: accountId,
      id: newId('em'),
      dedupe_key: `customer:${news.key}`,
      kind: refunded ? 'refund' : 'payment_failed',
      invoice_id: news.invoiceId,
      customer_id: loaded.invoice.customer_id,
      payment_id: news.paymentId,
      recipients: to,
      from_name: owner.name,
      reply_to: owner.email,
      subject: email.subject,
      html: email.html,
      body_text: email.text,
    }),
  )
}
