import { Refusal } from '@quittance/core/refusal'
import type { App, Context } from '../../context.ts'
import { inTransaction } from '../../platform/db/transaction.ts'
import { publish, runAgain } from '../../platform/jobs/outbox.ts'
import { findMessage, jobOfMessage, type Message, waitingMessages } from '../messages/queries.ts'
import { noteDelivery } from '../messages/store.ts'

/** Tries an e-mail again that failed or still waits. */
export async function retryMessage(ctx: Context, input: { id: string }): Promise<Message> {
  const message = await findMessage(ctx, ctx.accountId, input.id)
  if (!message) throw new Refusal('not_found', 'There is no such message.')
  if (message.state !== 'sent') {
    await ctx.transaction(async (tx) => {
      await noteDelivery(tx, ctx.accountId, message.id, {
        state: 'queued',
        error: message.error,
        at: ctx.now(),
      })
      // One that somebody is to send already is sent by them, only sooner: two would send it twice.
      const job = await jobOfMessage(tx, ctx.accountId, message.id)
      if (job) await runAgain(tx, ctx.accountId, [job])
      else await publish(tx, ctx.accountId, { type: 'message.queued', messageId: message.id })
    })
  }
  return (await findMessage(ctx, ctx.accountId, input.id))!
}

/** What waited for an SMTP server goes out once one is set. */
export async function sendWaitingMessages(app: App): Promise<void> {
  if (!app.mailer.configured) return
  for (const { account_id: accountId, id } of await waitingMessages(app.db)) {
    await inTransaction(app.db, (tx) => publish(tx, accountId, { type: 'message.queued', messageId: id }))
  }
}
