import type { ProductEvent } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import { dateIn } from '@quittance/core/invoice/due-date'
import { whoHearsOfTrouble } from '@quittance/core/notification-policy'
import type { App } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { findAccount, listMembers } from '../accounts/queries.ts'
import { countLetters, findLetter } from '../dead-letters/queries.ts'
import { queueMessage } from '../messages/store.ts'

/**
 * Something was tried too often and is given up: whoever runs the business hears of it, once a day for each kind,
 * however many there are. Of a notice like this one that cannot be delivered nobody is told.
 */
export async function tellAdministratorsOfDeadLetter(
  app: App,
  account: string,
  event: Extract<ProductEvent, { type: 'letter.died' }>,
): Promise<void> {
  const accountId = account as AccountId
  const letter = await findLetter(app.db, accountId, event.letterId)
  // Somebody had it tried again meanwhile.
  if (letter?.state !== 'dead' || letter.message_kind === 'dead_letter') return
  const [owner, members, counts] = await Promise.all([
    findAccount(app.db, accountId),
    listMembers(app.db, accountId),
    countLetters(app.db, accountId),
  ])
  const { renderDeadLetterEmail } = await import('./dead-letter-email.tsx')
  const email = await renderDeadLetterEmail({
    language: owner.language,
    company: owner.name,
    kind: letter.kind,
    invoiceNumber: letter.invoice_number,
    error: letter.last_error ?? '',
    count: counts.dead,
    deliveriesUrl: `${app.config.publicUrl}/settings/deliveries`,
  })
  const hears = whoHearsOfTrouble(members)
  const today = dateIn(owner.time_zone, app.now())
  for (const member of members.filter((one) => hears.includes(one.id))) {
    await inTransaction(app.db, (tx) =>
      queueMessage(tx, app.sealer, {
        account_id: accountId,
        id: newId('em'),
        dedupe_key: `dead_letter:${letter.kind}:${today}:${member.id}`,
        kind: 'dead_letter',
        recipients: [member.email],
        from_name: 'Quittance',
        subject: email.subject,
        html: email.html,
        body_text: email.text,
      }),
    )
  }
}
