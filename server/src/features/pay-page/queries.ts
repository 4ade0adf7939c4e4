import type { InvoiceSnapshot } from '@quittance/core/invoice/document'
import { sql } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Account } from '../accounts/queries.ts'
import type { Invoice, PaymentLink } from '../invoices/queries.ts'
import type { Payment } from '../payments/queries.ts'
import type { Connection } from '../stripe-connection/queries.ts'

/** What stands behind a payment link: what the page, its PDF and its result are drawn from. */
export interface LinkedInvoice {
  account: Pick<Account, 'id' | 'kind' | 'time_zone' | 'seconds_ahead'>
  connection: Pick<Connection, 'id' | 'provider' | 'publishable_key' | 'stripe_account_id'> | null
  connected: boolean
  invoice: Omit<Invoice, 'content' | 'totals'>
  link: PaymentLink
  /** The latest sent revision (R6). */
  revision: number
  snapshot: InvoiceSnapshot
  /** The doctor found something wrong with it. */
  held: boolean
  /** Oldest first. */
  payments: Payment[]
}

interface Row {
  account: LinkedInvoice['account']
  connection: LinkedInvoice['connection']
  invoice: LinkedInvoice['invoice']
  link: PaymentLink
  revision: number
  snapshot: InvoiceSnapshot
  held: boolean
  payments: Payment[] | null
}

/**
 * Everything in one read, written out: this page is fetched more than anything else, and a round trip costs more than
 * all that is read. Undefined for a draft: nothing was sent yet.
 */
export async function findLinkedInvoice(db: Reader, tokenHash: Buffer): Promise<LinkedInvoice | undefined> {
  const { rows } = await sql<Row>`/* prepared */
    select json_build_object('id', a.id, 'kind', a.kind, 'time_zone', a.time_zone, 'seconds_ahead', a.seconds_ahead) as account,
      case when c.id is not null then json_build_object('id', c.id, 'provider', c.provider, 'publishable_key', c.publishable_key, 'stripe_account_id', c.stripe_account_id) end as connection,
      to_jsonb(i) - 'content' - 'totals' as invoice, to_json(l) as link, r.revision, r.snapshot,
      exists (select 1 from invoice_holds h where h.account_id = t.account_id and h.invoice_id = t.invoice_id) as held,
      (select json_agg(p order by p.id) from payments p where p.account_id = t.account_id and p.invoice_id = t.invoice_id) as payments
    from payment_link_tokens t
    join invoices i on i.account_id = t.account_id and i.id = t.invoice_id
    join payment_links l on l.account_id = t.account_id and l.invoice_id = t.invoice_id
    join invoice_revisions r on r.account_id = t.account_id and r.invoice_id = t.invoice_id and r.revision = i.sent_revision
    join accounts a on a.id = t.account_id
    left join stripe_connections c on c.account_id = t.account_id and c.disconnected_at is null and c.restriction is null
    where t.token_hash = ${tokenHash}`.execute(db)
  const row = rows[0]
  return (
    row && {
      ...row,
      connected: row.connection !== null,
      invoice: withTimes(row.invoice),
      link: withTimes(row.link),
      payments: (row.payments ?? []).map(withTimes),
    }
  )
}

/** JSON has no times: what ends in `_at` becomes a Date again, as in a row read plainly. */
function withTimes<T extends object>(row: T): T {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      name.endsWith('_at') && value !== null ? new Date(value as string) : value,
    ]),
  ) as T
}
