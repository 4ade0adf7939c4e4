import type { ProductEvent } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import { dateIn } from '@quittance/core/invoice/due-date'
import type { App } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { findAccount } from '../accounts/queries.ts'
import { findCardRequest, stateOf } from '../card-requests/queries.ts'
import { cardUrl } from '../card-requests/request-card.ts'
import { findCustomer } from '../customers/queries.ts'
import { queueMessage } from '../messages/store.ts'

/** Mails the customer where to save a payment method (R42); a request that was taken back meanwhile is not sent. */
export async function sendCardRequest(
  app: App,
  account: string,
  event: Extract<ProductEvent, { type: 'card.requested' }>,
): Promise<void> {
  const accountId = account as AccountId
  const request = await findCardRequest(app.db, accountId, event.requestId)
  if (!request || stateOf(request, app.now()) !== 'open') return
  const [owner, customer] = await Promise.all([
    findAccount(app.db, accountId),
    findCustomer(app.db, accountId, request.customer_id),
  ])
  if (!customer) return
  const { renderCardRequestEmail } = await import('./card-request-email.tsx')
  const email = await renderCardRequestEmail({
    language: customer.language ?? owner.language,
    company: owner.name,
    customer: customer.name,
    url: cardUrl(app, request),
    expires: dateIn(owner.time_zone, request.expires_at),
  })
  await inTransaction(app.db, (tx) =>
    queueMessage(tx, app.sealer, {
      account_id: accountId,
      id: event.messageId,
      dedupe_key: `card:${request.id}`,
      kind: 'card_request',
      customer_id: customer.id,
      recipients: [request.sent_to],
      from_name: owner.name,
      reply_to: owner.email,
      subject: email.subject,
      html: email.html,
      body_text: email.text,
    }),
  )
}
