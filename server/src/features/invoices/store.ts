import type { AccountId } from '@quittance/core/ids'
import { needsResend, statusOf } from '@quittance/core/invoice/lifecycle'
import { formatNumber, numberSeries } from '@quittance/core/invoice/number'
import { type InvoiceClaim, postInvoice } from '@quittance/core/ledger'
import { type Insertable, sql } from 'kysely'
import type { Tx } from '../../context.ts'
import type { Database } from '../../database.ts'
import { newId } from '../../platform/ids.ts'
import type { Actor } from '../../records.ts'
import { post } from '../ledger/store.ts'
import { contentKey } from './content-key.ts'
import { isLinkActive } from './link-state.ts'
import { findLink, type Invoice, isConnected, type LoadedInvoice, lockInvoice } from './queries.ts'

export async function insertInvoice(tx: Tx, invoice: Insertable<Database['invoices']>): Promise<Invoice> {
  return tx.insertInto('invoices').values(invoice).returningAll().executeTakeFirstOrThrow()
}

/**
 * The one place that writes an invoice: the changed facts, and with them the status and the flags that follow (R5), and
 * what it claims in the ledger. `settled`, `refunded` and `withdrawn` come from the ledger alone (`postToInvoice`).
 * The invoice must be locked.
 */
export async function writeInvoice(
  tx: Tx,
  loaded: LoadedInvoice,
  changes: Partial<Invoice>,
  now: Date,
): Promise<LoadedInvoice> {
  const invoice: Invoice = { ...loaded.invoice, ...changes }
  const status = statusOf({
    issued: invoice.issued_at !== null,
    cancelled: invoice.cancelled_at !== null,
    total: invoice.total,
    settled: invoice.settled,
  })
  const derived = {
    status,
    needs_resend: needsResend({
      status,
      currentContent: contentKey(invoice),
      sentContent: loaded.sent ? contentKey({ ...invoice, ...sentFields(loaded) }) : null,
      linkActive: isLinkActive(loaded.link, loaded.connected),
      linkSent: invoice.sent_link_version !== null && invoice.sent_link_version === loaded.link?.version,
    }),
    paid_at: status === 'paid' ? (invoice.paid_at ?? now) : null,
    version: loaded.invoice.version + 1,
    updated_at: now,
  }
  const { content, totals, ...plain } = { ...changes, ...derived } as Record<string, unknown>
  const written = await tx
    .updateTable('invoices')
    .set({
      ...plain,
      ...(content ? { content: JSON.stringify(content) } : {}),
      ...(totals ? { totals: JSON.stringify(totals) } : {}),
    })
    .where('account_id', '=', loaded.invoice.account_id)
    .where('id', '=', loaded.invoice.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await post(
    tx,
    {
      accountId: written.account_id as AccountId,
      invoiceId: written.id,
      cause: `${written.id}:v${written.version}`,
    },
    postInvoice(claimOf(loaded.invoice), claimOf(written)),
  )
  return { ...loaded, invoice: written }
}

function claimOf({ issued_at, cancelled_at, currency, total, settled }: Invoice): InvoiceClaim {
  return { issued: issued_at !== null, cancelled: cancelled_at !== null, currency, total, settled }
}

/** Derives the flags again after something beside the row changed (its link, the connection). */
export async function refreshInvoice(
  tx: Tx,
  accountId: AccountId,
  invoiceId: string,
  now: Date,
): Promise<void> {
  const loaded = await lockInvoice(tx, accountId, invoiceId)
  if (loaded) await writeInvoice(tx, loaded, {}, now)
}

/** The content of the latest sent revision in the row's own fields. */
function sentFields(
  loaded: LoadedInvoice,
): Pick<Invoice, 'content' | 'currency' | 'issue_date' | 'due_date'> {
  const { content, snapshot } = loaded.sent!
  return { content, currency: snapshot.currency, issue_date: snapshot.issueDate, due_date: snapshot.dueDate }
}

/** The next number of the account's series; the counter's row is locked until the transaction ends, so none is lost (R4). */
export async function takeNumber(
  tx: Tx,
  accountId: AccountId,
  pattern: string,
  issueDate: string,
): Promise<string> {
  const series = numberSeries(pattern, issueDate)
  const { rows } = await sql<{ last: number }>`
    insert into invoice_counters (account_id, series, last) values (${accountId}, ${series}, 1)
    on conflict (account_id, series) do update set last = invoice_counters.last + 1
    returning last`.execute(tx)
  return formatNumber(pattern, rows[0]!.last, issueDate)
}

export async function numberTaken(tx: Tx, accountId: AccountId, number: string): Promise<boolean> {
  return (
    (await tx
      .selectFrom('invoices')
      .select('id')
      .where('account_id', '=', accountId)
      .where('number', '=', number)
      .executeTakeFirst()) !== undefined
  )
}

export async function insertRevision(
  tx: Tx,
  revision: Insertable<Database['invoice_revisions']>,
): Promise<void> {
  await tx.insertInto('invoice_revisions').values(revision).execute()
}

export async function deleteInvoiceRow(tx: Tx, accountId: AccountId, id: string): Promise<void> {
  await tx.deleteFrom('invoices').where('account_id', '=', accountId).where('id', '=', id).execute()
}

/** Puts a fresh link on the invoice, or a fresh token under the link it has. */
export async function putLink(
  tx: Tx,
  link: { accountId: AccountId; invoiceId: string; tokenHash: Buffer; tokenSealed: string; now: Date },
): Promise<void> {
  await tx
    .deleteFrom('payment_link_tokens')
    .where('account_id', '=', link.accountId)
    .where('invoice_id', '=', link.invoiceId)
    .execute()
  await tx
    .insertInto('payment_links')
    .values({
      account_id: link.accountId,
      invoice_id: link.invoiceId,
      token_sealed: link.tokenSealed,
      added_at: link.now,
    })
    .onConflict((oc) =>
      oc.columns(['account_id', 'invoice_id']).doUpdateSet({
        token_sealed: link.tokenSealed,
        version: sql`payment_links.version + 1`,
        added: true,
        disabled_by_removal: false,
        added_at: link.now,
      }),
    )
    .execute()
  await tx
    .insertInto('payment_link_tokens')
    .values({ token_hash: link.tokenHash, account_id: link.accountId, invoice_id: link.invoiceId })
    .execute()
}

/** Switches a link off or on again; its address stays (R18, R19). */
export async function switchLink(
  tx: Tx,
  accountId: AccountId,
  invoiceId: string,
  changes: { added?: boolean; disabled_by_removal?: boolean; added_at?: Date },
): Promise<void> {
  await tx
    .updateTable('payment_links')
    .set(changes)
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .execute()
}

/** Locks every invoice whose link stands, or was disabled by a removal; in the order of their ids, as everybody should. */
export async function lockLinkedInvoices(
  tx: Tx,
  accountId: AccountId,
  link: { disabledByRemoval: boolean },
): Promise<{ id: string; payable: boolean }[]> {
  const { rows } = await sql<{ id: string; payable: boolean }>`
    select i.id, i.status in ('draft', 'sent', 'partially_paid') as payable
    from invoices i join payment_links l on l.account_id = i.account_id and l.invoice_id = i.id
    where i.account_id = ${accountId} and l.added and l.disabled_by_removal = ${link.disabledByRemoval}
    order by i.id for update of i`.execute(tx)
  return rows
}

/** Switches the links of these locked invoices. */
export async function switchLinks(
  tx: Tx,
  accountId: AccountId,
  invoiceIds: string[],
  disabledByRemoval: boolean,
): Promise<void> {
  await sql`
    update payment_links set disabled_by_removal = ${disabledByRemoval}
    where account_id = ${accountId} and invoice_id = any(${invoiceIds})`.execute(tx)
}

/** Adds to the timeline (R9), whose entries the database chains (migration 0009). With `dedupeKey` the same effect is told once; returns whether it was new. */
export async function tell(
  tx: Tx,
  who: { accountId: AccountId; actor: Actor },
  entry: { invoiceId: string; type: string; data?: Record<string, unknown>; dedupeKey?: string; at: Date },
): Promise<boolean> {
  const row = await tx
    .insertInto('invoice_events')
    .values({
      account_id: who.accountId,
      invoice_id: entry.invoiceId,
      id: newId('evt'),
      type: entry.type,
      actor: JSON.stringify(who.actor),
      data: JSON.stringify(entry.data ?? {}),
      dedupe_key: entry.dedupeKey ?? null,
      at: entry.at,
    })
    .onConflict((oc) =>
      oc.columns(['account_id', 'dedupe_key']).where('dedupe_key', 'is not', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Says that the invoice is paid where it was not before: every step of its life has its entry (I12). */
export async function tellIfPaid(
  tx: Tx,
  who: { accountId: AccountId; actor: Actor },
  before: LoadedInvoice,
  { invoice }: LoadedInvoice,
  at: Date,
): Promise<void> {
  if (invoice.status === 'paid' && before.invoice.status !== 'paid')
    await tell(tx, who, { invoiceId: invoice.id, type: 'invoice.paid', at })
}

/** Whether this was the first time the payment page was seen. */
export async function noteFirstView(
  tx: Tx,
  accountId: AccountId,
  invoiceId: string,
  now: Date,
): Promise<boolean> {
  const first = await tx
    .updateTable('invoices')
    .set({ viewed_at: now })
    .where('account_id', '=', accountId)
    .where('id', '=', invoiceId)
    .where('viewed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return first !== undefined
}

/** Loads what a fresh link changes. */
export async function reload(tx: Tx, loaded: LoadedInvoice): Promise<LoadedInvoice> {
  const accountId = loaded.invoice.account_id as AccountId
  return {
    ...loaded,
    link: await findLink(tx, accountId, loaded.invoice.id),
    connected: await isConnected(tx, accountId),
  }
}
