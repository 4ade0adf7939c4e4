import type { StripeNews } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { findAccount, listMembers } from '../accounts/queries.ts'
import { queueMessage } from '../messages/store.ts'
import { findConnection } from '../stripe-connection/queries.ts'

/** The connection ended, or its links went off or on, without any of them (R38): to everybody who runs the business, once. */
export async function tellAdministratorsOfStripe(app: App, account: string, news: StripeNews): Promise<void> {
  const accountId = account as AccountId
  const connection = await findConnection(app.db, news.connectionId)
  if (!connection || news.administrators.length === 0) return
  const [owner, members] = await Promise.all([findAccount(app.db, accountId), listMembers(app.db, accountId)])
  const { renderStripeEmail } = await import('./stripe-email.tsx')
  const email = await renderStripeEmail({
    language: owner.language,
    company: owner.name,
    stripeAccount: connection.business_name
      ? `${connection.business_name} (${connection.stripe_account_id})`
      : connection.stripe_account_id,
    what: news.what,
    reason: news.what === 'ended' ? connection.end_reason : null,
    links: news.links,
    unsettled: news.unsettled,
    settingsUrl: `${app.config.publicUrl}/settings/stripe`,
  })
  for (const member of members.filter((one) => news.administrators.includes(one.id))) {
    await inTransaction(app.db, (tx) =>
      queueMessage(tx, app.sealer, {
        account_id: accountId,
        id: newId('em'),
        dedupe_key: `stripe:${news.key}:${member.id}`,
        kind: 'stripe_connection',
        recipients: [member.email],
        from_name: 'Quittance',
        subject: email.subject,
        html: email.html,
        body_text: email.text,
      }),
    )
  }
}
