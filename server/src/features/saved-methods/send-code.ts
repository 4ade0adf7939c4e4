import { randomInt } from 'node:crypto'
import type { ProductEvent } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { hashPassword } from '../../platform/crypto/passwords.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { findAccount } from '../accounts/queries.ts'
import { listPaymentMethods } from '../customers/queries.ts'
import { customerOf, findInvoice } from '../invoices/queries.ts'
import { queueMessage } from '../messages/store.ts'
import { isSameStripe } from '../payments/same-stripe.ts'
import { activeConnection } from '../stripe-connection/queries.ts'
import { countCodes } from './queries.ts'
import { insertCode } from './store.ts'

const codeLifetimeMs = 10 * 60_000
const hourMs = 60 * 60_000
const codesAnHour = 6

/**
 * After `code.asked`: mails six digits to the customer's own address, if something is saved that could be used. The
 * digits are drawn here and exist in that mail alone; kept is a salted, slow hash.
 */
export async function sendCode(
  app: App,
  account: string,
  event: Extract<ProductEvent, { type: 'code.asked' }>,
): Promise<void> {
  const accountId = account as AccountId
  const loaded = await findInvoice(app.db, accountId, event.invoiceId)
  if (!loaded?.sent) return
  const customer = await customerOf(app.db, accountId, loaded.invoice.customer_id)
  const address = customer.email ?? customer.billing_email
  const connection = await activeConnection(app.db, accountId)
  const methods = await listPaymentMethods(app.db, accountId, customer.id)
  if (!address || !methods.some((method) => isSameStripe(method, connection))) return
  const now = app.now()
  if ((await countCodes(app.db, accountId, customer.id, new Date(now.getTime() - hourMs))) >= codesAnHour)
    return
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const codeHash = await hashPassword(code)
  const { renderCodeEmail } = await import('./code-email.tsx')
  const email = renderCodeEmail({ snapshot: loaded.sent.snapshot, code })
  const owner = await findAccount(app.db, accountId)
  await inTransaction(app.db, async (tx) => {
    const isNew = await insertCode(tx, {
      account_id: accountId,
      id: event.codeId,
      invoice_id: event.invoiceId,
      customer_id: customer.id,
      sent_to: address,
      code_hash: codeHash,
      created_at: now,
      expires_at: new Date(now.getTime() + codeLifetimeMs),
    })
    if (!isNew) return
    await queueMessage(tx, app.sealer, {
      account_id: accountId,
      id: newId('em'),
      dedupe_key: `code:${event.codeId}`,
      kind: 'code',
      invoice_id: event.invoiceId,
      customer_id: customer.id,
      recipients: [address],
      from_name: owner.name,
      reply_to: owner.email,
      subject: email.subject,
      html: email.html,
      body_text: email.text,
    })
  })
}
