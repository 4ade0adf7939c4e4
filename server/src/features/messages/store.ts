import type { AccountId } from '@quittance/core/ids'
import type { Insertable } from 'kysely'
import type { Reader, Tx } from '../../context.ts'
import type { Database } from '../../database.ts'
import type { Sealer } from '../../platform/crypto/sealer.ts'
import { publish } from '../../platform/jobs/outbox.ts'
import { sealPurpose } from './queries.ts'

/**
 * Puts an e-mail into the outbox. What it says is sealed: it carries the payment link, whose token no dump may tell (R17).
 * `dedupe_key`: one message per (what, whom), however often its cause is reported (I19); returns whether it was new.
 * With `heldBecause` it does not go out before somebody in the office says so.
 */
export async function queueMessage(
  tx: Tx,
  sealer: Sealer,
  message: Omit<Insertable<Database['messages']>, 'state'>,
  { heldBecause = null }: { heldBecause?: string | null } = {},
): Promise<boolean> {
  const purpose = sealPurpose(message)
  const row = await tx
    .insertInto('messages')
    .values({
      ...message,
      html: sealer.seal(message.html, purpose),
      body_text: sealer.seal(message.body_text, purpose),
      state: 'queued',
    })
    .onConflict((oc) =>
      oc.columns(['account_id', 'dedupe_key']).where('dedupe_key', 'is not', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  if (row)
    await publish(tx, message.account_id, { type: 'message.queued', messageId: row.id }, { heldBecause })
  return row !== undefined
}

/** The mail server said yes for these, while others of the same e-mail are still to be tried. */
export async function noteDeliveredTo(
  db: Reader,
  accountId: AccountId,
  id: string,
  addresses: string[],
): Promise<void> {
  await db
    .updateTable('messages')
    .set({ delivered_to: addresses })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
}

export async function noteDelivery(
  db: Reader,
  accountId: AccountId,
  id: string,
  outcome: { state: 'sent' | 'failed' | 'queued'; error: string | null; at: Date; deliveredTo?: string[] },
): Promise<void> {
  await db
    .updateTable('messages')
    .set({
      ...(outcome.deliveredTo ? { delivered_to: outcome.deliveredTo } : {}),
      state: outcome.state,
      error: outcome.error,
      sent_at: outcome.state === 'sent' ? outcome.at : null,
    })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
}
