import type { ProductEvent } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { findAccount } from '../accounts/queries.ts'
import { tell } from '../invoices/store.ts'
import { findMessage, type Message } from '../messages/queries.ts'
import { noteDelivery } from '../messages/store.ts'
import { drawAttachment } from './draw-attachment.ts'

/**
 * Hands an e-mail to the SMTP server, or leaves a tour's in its mailbox (R48). At least once: a repeat can only follow a
 * crash between the server's yes and our note of it, and then carries the same Message-ID (I18). Without SMTP it waits.
 */
export async function deliverMessage(
  app: App,
  account: string,
  event: Extract<ProductEvent, { type: 'message.queued' }>,
): Promise<void> {
  const accountId = account as AccountId
  const message = await findMessage(app, accountId, event.messageId)
  if (message?.state !== 'queued') return
  const owner = await findAccount(app.db, accountId)
  if (owner.kind === 'business') {
    if (!app.mailer.configured) return
    const refused = await handOver(app, message)
    if (refused) return note(app, message, 'failed', refused)
  }
  await note(app, message, 'sent', null)
}

/** null when the server took it; its words when it refused for good (5xx). Anything else is tried again. */
async function handOver(app: App, message: Message): Promise<string | null> {
  const attachments = await Promise.all(
    message.attachments.map(async (ref) => ({
      filename: ref.name,
      contentType: 'application/pdf',
      content: await drawAttachment(app, message, ref),
    })),
  )
  const host = new URL(app.config.publicUrl).hostname
  try {
    await app.mailer.send({
      from: { name: message.from_name, address: bareAddress(app.config.mailFrom) },
      to: message.recipients,
      cc: message.cc,
      replyTo: message.reply_to,
      subject: message.subject,
      html: message.html,
      text: message.body_text,
      messageId: `${message.id}@${host}`,
      attachments: attachments.flatMap(({ content, ...rest }) => (content ? [{ ...rest, content }] : [])),
    })
    return null
  } catch (error) {
    const code = (error as { responseCode?: number }).responseCode ?? 0
    const words = error instanceof Error ? error.message : String(error)
    if (code >= 500 && code < 600) return words
    await noteDelivery(app.db, message.account_id as AccountId, message.id, {
      state: 'queued',
      error: words,
      at: app.now(),
    })
    throw error
  }
}

/** MAIL_FROM may be `Name <address>`; the name in the mail is the business's own. */
function bareAddress(sender: string): string {
  return /<([^<>]+)>$/.exec(sender)?.[1] ?? sender
}

async function note(
  app: App,
  message: Message,
  state: 'sent' | 'failed',
  error: string | null,
): Promise<void> {
  const accountId = message.account_id as AccountId
  await noteDelivery(app.db, accountId, message.id, { state, error, at: app.now() })
  if (!message.invoice_id) return
  const ctx = contextOf(app, accountId, { type: 'system' })
  const data = {
    message_id: message.id,
    kind: message.kind,
    to: message.recipients,
    ...(error ? { error } : {}),
  }
  await ctx.transaction((tx) =>
    tell(tx, ctx, {
      invoiceId: message.invoice_id!,
      type: `message.${state}`,
      data,
      dedupeKey: `${message.id}:${state}`,
      at: app.now(),
    }),
  )
}
