import { isDeepStrictEqual } from 'node:util'
import type { InvoiceSnapshot } from '@quittance/core/invoice/document'
import { todayIn } from '@quittance/core/invoice/due-date'
import { assertSendable } from '@quittance/core/invoice/lifecycle'
import { Refusal } from '@quittance/core/refusal'
import type { Context, Tx } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { publish } from '../../platform/jobs/outbox.ts'
import { findAccount } from '../accounts/queries.ts'
import { assertNotHeld } from './assert-not-held.ts'
import { isLinkActive } from './link-state.ts'
import { lockedInvoice } from './load-invoice.ts'
import { type LoadedInvoice, sendsSince } from './queries.ts'
import { snapshotOf } from './snapshot.ts'
import { insertRevision, numberTaken, takeNumber, tell, tellIfPaid, writeInvoice } from './store.ts'

export interface SendInvoice {
  id: string
  to?: string[] | undefined
  cc?: string[] | undefined
  message?: string | undefined
}

/**
 * Sends the invoice to its customer, first or again: gives a draft its number, freezes what is sent as a revision (R6),
 * and lets the e-mail follow. The only way, beside *mark as sent*, that a draft becomes sent.
 * @throws Refusal `invoice_not_sendable`, `too_many_requests` from the 21st time within an hour.
 */
export async function sendInvoice(ctx: Context, input: SendInvoice): Promise<LoadedInvoice> {
  return ctx.transaction(async (tx) => {
    await assertNotHeld(tx, ctx.accountId, input.id)
    const loaded = addressed(await lockedInvoice(tx, ctx.accountId, input.id), input.to)
    const to = input.to ?? loaded.invoice.content.recipients.to
    const cc = input.cc ?? loaded.invoice.content.recipients.cc
    assertSendable(loaded.invoice.status, to)
    await assertNotTooOften(ctx, tx, input.id)
    const sent = await freeze(ctx, tx, loaded)
    const withLink = isLinkActive(sent.link, sent.connected)
    const revision = sent.invoice.sent_revision
    const kind =
      loaded.invoice.sent_revision === 0
        ? 'new'
        : loaded.invoice.sent_revision === revision
          ? 'resend'
          : 'updated'
    await tell(tx, ctx, {
      invoiceId: input.id,
      type: 'invoice.sent',
      data: { to, cc, revision, with_link: withLink },
      at: ctx.now(),
    })
    await tellIfPaid(tx, ctx, loaded, sent, ctx.now())
    await publish(tx, ctx.accountId, {
      type: 'invoice.sent',
      invoiceId: input.id,
      revision,
      kind,
      withLink,
      messageId: newId('em'),
      to,
      cc,
      message: input.message || null,
    })
    return sent
  })
}

const sendsAtMost = 20
const withinMs = 60 * 60_000

/** A button that is pressed again and again, or a program gone wild, must not fill a customer's mailbox (case 115). */
async function assertNotTooOften(ctx: Context, tx: Tx, id: string): Promise<void> {
  const since = new Date(ctx.now().getTime() - withinMs)
  const { count, first } = await sendsSince(tx, ctx.accountId, id, since)
  if (count < sendsAtMost) return
  throw new Refusal(
    'too_many_requests',
    `This invoice was sent ${count} times within an hour. Wait a while before you send it again.`,
    { facts: { retry_after: Math.ceil((first!.getTime() + withinMs - ctx.now().getTime()) / 1000) } },
  )
}

/** For a link that was shared by hand: issues the invoice without an e-mail (R8). */
export async function markSent(ctx: Context, input: { id: string }): Promise<LoadedInvoice> {
  return ctx.transaction(async (tx) => {
    await assertNotHeld(tx, ctx.accountId, input.id)
    const loaded = await lockedInvoice(tx, ctx.accountId, input.id)
    assertSendable(loaded.invoice.status, ['by hand'])
    const sent = await freeze(ctx, tx, loaded)
    await tell(tx, ctx, {
      invoiceId: input.id,
      type: 'invoice.marked_sent',
      data: { revision: sent.invoice.sent_revision },
      at: ctx.now(),
    })
    await tellIfPaid(tx, ctx, loaded, sent, ctx.now())
    return sent
  })
}

/** Whom an invoice without an address first goes to is who gets what follows: the receipt, the cancellation (R30). */
function addressed(loaded: LoadedInvoice, to: string[] | undefined): LoadedInvoice {
  const { invoice } = loaded
  const { content } = invoice
  if (!to || content.recipients.to.length > 0) return loaded
  const recipients = { ...content.recipients, to }
  return { ...loaded, invoice: { ...invoice, content: { ...content, recipients } } }
}

async function freeze(ctx: Context, tx: Tx, loaded: LoadedInvoice): Promise<LoadedInvoice> {
  const now = ctx.now()
  const issued = loaded.invoice.issued_at
    ? loaded.invoice
    : { ...loaded.invoice, number: await nextNumber(ctx, tx, loaded), issued_at: now }
  const snapshot = await snapshotOf(tx, ctx.accountId, issued)
  const revision = await revisionFor(ctx, tx, loaded, snapshot)
  const sent = {
    account_id: ctx.accountId,
    invoice_id: issued.id,
    revision,
    content: issued.content,
    snapshot,
    created_at: now,
  }
  const linkVersion = isLinkActive(loaded.link, loaded.connected) ? loaded.link!.version : null
  return writeInvoice(
    tx,
    { ...loaded, sent },
    {
      content: issued.content,
      number: issued.number,
      issued_at: issued.issued_at,
      revision,
      sent_revision: revision,
      last_sent_at: now,
      sent_link_version: linkVersion,
    },
    now,
  )
}

/** The same content goes out again under the revision it has; anything new gets the next. */
async function revisionFor(
  ctx: Context,
  tx: Tx,
  loaded: LoadedInvoice,
  snapshot: InvoiceSnapshot,
): Promise<number> {
  if (loaded.sent && isAsSent(loaded.sent, snapshot)) return loaded.sent.revision
  const revision = loaded.invoice.sent_revision + 1
  await insertRevision(tx, {
    account_id: ctx.accountId,
    invoice_id: loaded.invoice.id,
    revision,
    content: JSON.stringify(loaded.invoice.content),
    snapshot: JSON.stringify(snapshot),
    created_at: ctx.now(),
  })
  return revision
}

/** Whether the customer holds just this already. */
export function isAsSent(sent: { snapshot: InvoiceSnapshot }, snapshot: InvoiceSnapshot): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(snapshot)), sent.snapshot)
}

/** A changed pattern may meet a number that is there already: then the counter goes on. */
async function nextNumber(ctx: Context, tx: Tx, loaded: LoadedInvoice): Promise<string> {
  const account = await findAccount(tx, ctx.accountId)
  const year = loaded.invoice.issue_date || todayIn(account, ctx.now())
  for (;;) {
    const number = await takeNumber(tx, ctx.accountId, account.number_pattern, year)
    if (!(await numberTaken(tx, ctx.accountId, number))) return number
  }
}
