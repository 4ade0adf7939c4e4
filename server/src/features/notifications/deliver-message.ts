import type { ProductEvent } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import type { App } from '../../context.ts'
import { insist } from '../../platform/db/insist.ts'
import type { RefusedAddress } from '../../platform/mail/mailer.ts'
import { contextOf } from '../accounts/identify-actor.ts'
import { findAccount } from '../accounts/queries.ts'
import { tell } from '../invoices/store.ts'
import { findMessage, type Message } from '../messages/queries.ts'
import { noteDeliveredTo, noteDelivery } from '../messages/store.ts'
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
  const everybody = [...new Set([...message.recipients, ...message.cc])]
  if (owner.kind === 'tour') return note(app, message, { deliveredTo: everybody, refused: [] })
  if (!app.mailer.configured) return
  const left = everybody.filter((address) => !message.delivered_to.includes(address))
  const refused = left.length > 0 ? await handOver(app, message, left) : []
  const refusedAddresses = new Set(refused.map(({ address }) => address.toLowerCase()))
  const deliveredTo = everybody.filter((address) => !refusedAddresses.has(address.toLowerCase()))
  const later = refused.find(({ code }) => code < 500)
  // The mail is out: it must not go out again because the database was away for a moment.
  if (!later) return insist(() => note(app, message, { deliveredTo, refused }))
  // Whoever took it is not written to again when the others are.
  await insist(() => noteDeliveredTo(app.db, accountId, message.id, deliveredTo))
  return waitWith(app, message, new Error(later.words))
}

/** Returns whom the server refused. What refused all of them for now is thrown, and tried again. */
async function handOver(app: App, message: Message, handedTo: string[]): Promise<RefusedAddress[]> {
  const attachments = await Promise.all(
    message.attachments.map(async (ref) => ({
      filename: ref.name,
      contentType: 'application/pdf',
      content: await drawAttachment(app, message, ref),
    })),
  )
  const host = new URL(app.config.publicUrl).hostname
  try {
    return await app.mailer.send({
      from: { name: message.from_name, address: bareAddress(app.config.mailFrom) },
      to: message.recipients,
      cc: message.cc,
      replyTo: message.reply_to,
      subject: message.subject,
      html: message.html,
      text: message.body_text,
      messageId: `${message.id}@${host}`,
      attachments: attachments.flatMap(({ content, ...rest }) => (content ? [{ ...rest, content }] : [])),
      handedTo,
    })
  } catch (error) {
    const code = (error as { responseCode?: number }).responseCode ?? 0
    if (code < 500 || code >= 600) return waitWith(app, message, error)
    const words = error instanceof Error ? error.message : String(error)
    return handedTo.map((address) => ({ address, code, words }))
  }
}

async function waitWith(app: App, message: Message, error: unknown): Promise<never> {
  await noteDelivery(app.db, message.account_id as AccountId, message.id, {
    state: 'queued',
    error: error instanceof Error ? error.message : String(error),
    at: app.now(),
  })
  throw error
}

/** MAIL_FROM may be `Name <address>`; the name in the mail is the business's own. */
function bareAddress(sender: string): string {
  return /<([^<>]+)>$/.exec(sender)?.[1] ?? sender
}

/** It failed when nobody got it. Who did not get it although others did stands in the timeline as well. */
async function note(
  app: App,
  message: Message,
  outcome: { deliveredTo: string[]; refused: RefusedAddress[] },
): Promise<void> {
  const accountId = message.account_id as AccountId
  const { deliveredTo, refused } = outcome
  const error = refused.length > 0 ? [...new Set(refused.map(({ words }) => words))].join(' · ') : null
  await noteDelivery(app.db, accountId, message.id, {
    state: deliveredTo.length > 0 ? 'sent' : 'failed',
    error,
    at: app.now(),
    deliveredTo,
  })
  if (deliveredTo.length > 0) await tellTimeline(app, message, 'sent', { to: deliveredTo })
  if (error) await tellTimeline(app, message, 'failed', { to: refused.map(({ address }) => address), error })
}

async function tellTimeline(
  app: App,
  message: Message,
  outcome: 'sent' | 'failed',
  data: { to: string[]; error?: string },
): Promise<void> {
  if (!message.invoice_id) return
  const ctx = contextOf(app, message.account_id as AccountId, { type: 'system' })
  await ctx.transaction((tx) =>
    tell(tx, ctx, {
      invoiceId: message.invoice_id!,
      type: `message.${outcome}`,
      data: { message_id: message.id, kind: message.kind, ...data },
      dedupeKey: `${message.id}:${outcome}`,
      at: app.now(),
    }),
  )
}
