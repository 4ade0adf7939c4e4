import type { AccountId } from '@quittance/core/ids'
import { Refusal } from '@quittance/core/refusal'
import type { App, Context, Tx } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { publish, runAgain } from '../../platform/jobs/outbox.ts'
import { findMessage, jobOfMessage, lockMessage, type Message, waitingMessages } from '../messages/queries.ts'
import { noteDelivery } from '../messages/store.ts'

/** Tries an e-mail again that failed or still waits. */
export async function retryMessage(ctx: Context, input: { id: string }): Promise<Message> {
  await ctx.transaction(async (tx) => {
    const message = await lockMessage(tx, ctx.accountId, input.id)
    if (!message) throw new Refusal('not_found', 'There is no such message.')
    if (message.state === 'queued') await sendSoon(tx, ctx.accountId, input.id)
    if (message.state !== 'failed') return
    await noteDelivery(tx, ctx.accountId, input.id, { state: 'queued', error: message.error, at: ctx.now() })
    await publish(tx, ctx.accountId, { type: 'message.queued', messageId: input.id })
  })
  return (await findMessage(ctx, ctx.accountId, input.id))!
}

/** One that somebody is to send already is sent by them, only sooner: two would send it twice. */
async function sendSoon(tx: Tx, accountId: AccountId, messageId: string): Promise<void> {
  const job = await jobOfMessage(tx, accountId, messageId)
  if (job) await runAgain(tx, accountId, [job])
  else await publish(tx, accountId, { type: 'message.queued', messageId })
}

/** What waited for an SMTP server goes out once one is set; once also when several servers start together. */
export async function sendWaitingMessages(app: App): Promise<void> {
  if (!app.mailer.configured) return
  for (const { account_id: accountId, id } of await waitingMessages(app.db)) {
    await inTransaction(app.db, async (tx) => {
      if ((await lockMessage(tx, accountId, id))?.state === 'queued') await sendSoon(tx, accountId, id)
    })
  }
}
