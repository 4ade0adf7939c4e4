import type { ProductEvent } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { findAccount } from '../accounts/queries.ts'
import { paymentUrl } from '../invoices/add-payment-link.ts'
import { isLinkActive } from '../invoices/link-state.ts'
import { customerOf, findInvoice } from '../invoices/queries.ts'
import { queueMessage } from '../messages/store.ts'
import { findPayment } from '../payments/queries.ts'

/**
 * The customer's bank wants them to confirm a charge of their saved method: they are mailed the payment link, once, under
 * which the same PaymentIntent waits (R41). Nothing is mailed when it was paid or closed meanwhile.
 */
export async function askForConfirmation(
  app: App,
  account: string,
  event: Extract<ProductEvent, { type: 'payment.confirmation_needed' }>,
): Promise<void> {
  const accountId = account as AccountId
  const [owner, loaded, payment] = await Promise.all([
    findAccount(app.db, accountId),
    findInvoice(app.db, accountId, event.invoiceId),
    findPayment(app.db, accountId, event.paymentId),
  ])
  if (!loaded?.sent || !payment || payment.closed_at || !loaded.link) return
  const customer = await customerOf(app.db, accountId, loaded.invoice.customer_id)
  const recipients = loaded.invoice.content.recipients.to
  const address = customer.billing_email ?? customer.email
  const to = recipients.length > 0 ? recipients : address ? [address] : []
  if (to.length === 0 || !isLinkActive(loaded.link, loaded.connected)) return
  const { renderConfirmationEmail } = await import('./confirmation-email.tsx')
  const email = await renderConfirmationEmail({
    snapshot: loaded.sent.snapshot,
    amount: payment.amount,
    currency: payment.currency,
    paymentUrl: paymentUrl(app, loaded.link),
  })
  await inTransaction(app.db, (tx) =>
    queueMessage(tx, app.sealer, {
      account_id: accountId,
      id: newId('em'),
      dedupe_key: `confirm:${payment.id}`,
      kind: 'confirmation',
      invoice_id: loaded.invoice.id,
      customer_id: customer.id,
      payment_id: payment.id,
      recipients: to,
      from_name: owner.name,
      reply_to: owner.email,
      subject: email.subject,
      html: email.html,
      body_text: email.text,
      with_link: true,
    }),
  )
}
