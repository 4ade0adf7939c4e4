import type { Selectable } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Database } from '../../database.ts'
import type { Account } from '../accounts/queries.ts'
import type { LoadedInvoice } from '../invoices/queries.ts'
import type { Payment } from '../payments/queries.ts'
import type { Connection } from '../stripe-connection/queries.ts'

/** What stands behind a payment link. */
export interface LinkedInvoice {
  account: Pick<Account, 'id' | 'kind' | 'time_zone'>
  connection: Pick<Connection, 'id' | 'provider' | 'publishable_key'> | null
  loaded: LoadedInvoice
}

/** Everything the page shows but the payments, in one read: the page is what is fetched most. Undefined for drafts too. */
export async function findLinkedInvoice(db: Reader, tokenHash: Buffer): Promise<LinkedInvoice | undefined> {
  const row = await db
    .selectFrom('payment_link_tokens as t')
    .innerJoin('invoices as i', (join) =>
      join.onRef('i.account_id', '=', 't.account_id').onRef('i.id', '=', 't.invoice_id'),
    )
    .innerJoin('payment_links as l', (join) =>
      join.onRef('l.account_id', '=', 't.account_id').onRef('l.invoice_id', '=', 't.invoice_id'),
    )
    .innerJoin('invoice_revisions as r', (join) =>
      join
        .onRef('r.account_id', '=', 'i.account_id')
        .onRef('r.invoice_id', '=', 'i.id')
        .onRef('r.revision', '=', 'i.sent_revision'),
    )
    .innerJoin('accounts as a', 'a.id', 't.account_id')
    .leftJoin('stripe_connections as c', (join) =>
      join.onRef('c.account_id', '=', 't.account_id').on('c.disconnected_at', 'is', null),
    )
    .selectAll('i')
    .select(['a.kind', 'a.time_zone'])
    .select(['c.id as connection_id', 'c.provider', 'c.publishable_key'])
    .select(['l.version as link_version', 'l.token_sealed', 'l.added', 'l.disabled_by_removal', 'l.added_at'])
    .select([
      'r.revision as sent_revision',
      'r.content as sent_content',
      'r.snapshot',
      'r.created_at as sent_at',
    ])
    .where('t.token_hash', '=', tokenHash)
    .executeTakeFirst()
  if (!row) return undefined
  const { account_id, id: invoice_id } = row
  const sent: Selectable<Database['invoice_revisions']> = {
    account_id,
    invoice_id,
    revision: row.sent_revision,
    content: row.sent_content,
    snapshot: row.snapshot,
    created_at: row.sent_at,
  }
  const link: Selectable<Database['payment_links']> = {
    account_id,
    invoice_id,
    version: row.link_version,
    token_sealed: row.token_sealed,
    added: row.added,
    disabled_by_removal: row.disabled_by_removal,
    added_at: row.added_at,
  }
  const { connection_id: id, provider, publishable_key } = row
  return {
    account: { id: account_id, kind: row.kind, time_zone: row.time_zone },
    connection: id !== null && provider && publishable_key ? { id, provider, publishable_key } : null,
    loaded: { invoice: row, link, connected: id !== null, sent },
  }
}

/** The payments of the invoice behind a link, oldest first. */
export async function paymentsBehindLink(db: Reader, tokenHash: Buffer): Promise<Payment[]> {
  return db
    .selectFrom('payment_link_tokens as t')
    .innerJoin('payments as p', (join) =>
      join.onRef('p.account_id', '=', 't.account_id').onRef('p.invoice_id', '=', 't.invoice_id'),
    )
    .selectAll('p')
    .where('t.token_hash', '=', tokenHash)
    .orderBy('p.id')
    .execute()
}
