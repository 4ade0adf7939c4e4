import type { AccountId } from '@quittance/core/ids'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Database } from '../../database.ts'
import { cutPage } from '../../platform/db/keyset.ts'
import { escapeLike } from '../../platform/db/like.ts'
import { listOrder, type SortColumn } from '../../platform/db/list-order.ts'

export type Invoice = Selectable<Database['invoices']>
export type PaymentLink = Selectable<Database['payment_links']>
export type Revision = Selectable<Database['invoice_revisions']>
export type Hold = Selectable<Database['invoice_holds']>
export type TimelineEntry = Selectable<Database['invoice_events']>

/** An invoice with what its derived figures follow from. */
export interface LoadedInvoice {
  invoice: Invoice
  link: PaymentLink | null
  /** Whether the account has a Stripe now that may charge. */
  connected: boolean
  /** The latest sent revision. */
  sent: Revision | null
}

export async function findInvoice(
  db: Reader,
  accountId: AccountId,
  id: string,
): Promise<LoadedInvoice | undefined> {
  const invoice = await db
    .selectFrom('invoices')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  return invoice && complete(db, accountId, invoice)
}

/** The same, and nobody else changes the invoice until the transaction ends. */
export async function lockInvoice(
  db: Reader,
  accountId: AccountId,
  id: string,
): Promise<LoadedInvoice | undefined> {
  const invoice = await db
    .selectFrom('invoices')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return invoice && complete(db, accountId, invoice)
}

async function complete(db: Reader, accountId: AccountId, invoice: Invoice): Promise<LoadedInvoice> {
  const link = await findLink(db, accountId, invoice.id)
  const connected = await isConnected(db, accountId)
  const sent =
    invoice.sent_revision > 0 ? await findRevision(db, accountId, invoice.id, invoice.sent_revision) : null
  return { invoice, link, connected, sent }
}

export async function findLink(
  db: Reader,
  accountId: AccountId,
  invoiceId: string,
): Promise<PaymentLink | null> {
  return (
    (await db
      .selectFrom('payment_links')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('invoice_id', '=', invoiceId)
      .executeTakeFirst()) ?? null
  )
}

/** Whether links can be paid by: connected, and Stripe lets the account charge. */
export async function isConnected(db: Reader, accountId: AccountId): Promise<boolean> {
  return (
    (await db
      .selectFrom('stripe_connections')
      .select('id')
      .where('account_id', '=', accountId)
      .where('disconnected_at', 'is', null)
      .where('restriction', 'is', null)
      .executeTakeFirst()) !== undefined
  )
}

export async function findRevision(
  db: Reader,
  accountId: AccountId,
  invoiceId: string,
  revision: number,
): Promise<Revision | null> {
  const row = await db
    .selectFrom('invoice_revisions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .where('revision', '=', revision)
    .executeTakeFirst()
  return row ?? null
}

/** Whether something can still be collected at Stripe for the invoice. */
export async function hasOpenPayment(db: Reader, accountId: AccountId, invoiceId: string): Promise<boolean> {
  const row = await db
    .selectFrom('payments')
    .select('id')
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .where('source', '=', 'stripe')
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** Why nothing may be begun at the invoice; undefined: all is well with it. */
export async function findHold(
  db: Reader,
  accountId: AccountId,
  invoiceId: string,
): Promise<Hold | undefined> {
  return db
    .selectFrom('invoice_holds')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .executeTakeFirst()
}

/**
 * What somebody in the office has to look at, as a condition on an invoice `i`: the list filters by it and the dashboard
 * counts it, so that both say the same.
 */
export const attention = {
  needs_resend: sql`i.needs_resend`,
  payment_failed: sql`i.status in ('sent', 'partially_paid') and exists (
    select from payments p where p.account_id = i.account_id and p.invoice_id = i.id and p.status = 'failed' and p.closed_at is null)`,
  dispute_to_answer: sql`exists (
    select from disputes d where d.account_id = i.account_id and d.invoice_id = i.id and d.status in ('needs_response', 'warning_needs_response'))`,
  mail_failed: sql`i.status in ('sent', 'partially_paid') and exists (
    select from messages m where m.account_id = i.account_id and m.invoice_id = i.id and m.state = 'failed' and m.kind = 'invoice' and not exists (
      select from messages later where later.account_id = m.account_id and later.invoice_id = m.invoice_id and later.kind = 'invoice' and later.id > m.id))`,
  to_refund: sql`exists (
    select from payments p where p.account_id = i.account_id and p.invoice_id = i.id and p.unapplied > p.amount_refunded)`,
  held: sql`exists (
    select from invoice_holds h where h.account_id = i.account_id and h.invoice_id = i.id)`,
} satisfies Record<string, RawBuilder<unknown>>

export type Attention = keyof typeof attention

export const plainFlags = ['overdue', 'processing', 'viewed'] as const
export type InvoiceFlag = (typeof plainFlags)[number] | Attention

/** The orders of the list, each of which has its index. */
export const invoiceSorts = {
  due_date: { value: sql`i.due_date`, type: 'date' },
  customer: { value: sql`lower(i.customer_name)`, type: 'text' },
  total: { value: sql`i.total`, type: 'bigint' },
  amount_due: {
    value: sql`case when i.status = 'cancelled' then 0 else i.total - i.settled end`,
    type: 'bigint',
  },
} as const satisfies Record<string, SortColumn>

export interface InvoiceFilter {
  sort?: string | undefined
  limit: number
  cursor?: string | undefined
  q?: string | undefined
  status?: Invoice['status'][] | undefined
  flag?: InvoiceFlag | undefined
  customerId?: string | undefined
  /** Only these. */
  ids?: string[] | undefined
  /** In the account's time zone. */
  today: string
}

export async function listInvoices(db: Reader, accountId: AccountId, filter: InvoiceFilter) {
  const order = listOrder(filter.sort, 'i.id', invoiceSorts)
  let query = db
    .selectFrom('invoices as i')
    .innerJoin('customers as c', (join) =>
      join.onRef('c.account_id', '=', 'i.account_id').onRef('c.id', '=', 'i.customer_id'),
    )
    .leftJoin('payment_links as l', (join) =>
      join.onRef('l.account_id', '=', 'i.account_id').onRef('l.invoice_id', '=', 'i.id'),
    )
    .leftJoin('invoice_holds as h', (join) =>
      join.onRef('h.account_id', '=', 'i.account_id').onRef('h.invoice_id', '=', 'i.id'),
    )
    .selectAll('i')
    .select(['h.held_at', order.value.as('sort_value')])
    .select(['c.name as c_name', 'c.company as c_company', 'c.email as c_email'])
    .select(['l.token_sealed', 'l.added', 'l.disabled_by_removal', 'l.added_at', 'l.version as link_version'])
    .where('i.account_id', '=', accountId)
  if (filter.cursor) query = query.where(order.after(filter.cursor))
  if (filter.status?.length) query = query.where('i.status', 'in', filter.status)
  if (filter.customerId) query = query.where('i.customer_id', '=', filter.customerId)
  if (filter.ids) query = query.where('i.id', 'in', filter.ids)
  if (filter.flag === 'overdue')
    query = query
      .where('i.status', 'in', ['sent', 'partially_paid'])
      .where('i.due_date', '<', filter.today)
      .where('i.processing', '=', false)
  if (filter.flag === 'processing') query = query.where('i.processing', '=', true)
  if (filter.flag === 'viewed') query = query.where('i.viewed_at', 'is not', null)
  const waitsFor = attention[filter.flag as Attention]
  if (waitsFor) query = query.where(sql<boolean>`(${waitsFor})`)
  if (filter.q) {
    const like = `%${escapeLike(filter.q)}%`
    query = query.where((eb) =>
      eb.or([
        eb('i.number', 'ilike', like),
        eb('i.customer_name', 'ilike', like),
        // Looked up before, so that an index serves each of the three.
        sql<boolean>`i.customer_id = any(array(
          select known.id from customers known where known.account_id = ${accountId} and known.email ilike ${like}))`,
      ]),
    )
  }
  return cutPage(
    await query
      .orderBy(order.by)
      .limit(filter.limit + 1)
      .execute(),
    filter.limit,
    order.cursorOf,
  )
}

export async function customerOf(db: Reader, accountId: AccountId, customerId: string) {
  return db
    .selectFrom('customers')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow()
}

export async function timelineOf(
  db: Reader,
  accountId: AccountId,
  invoiceId: string,
): Promise<TimelineEntry[]> {
  return db
    .selectFrom('invoice_events')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .orderBy('seq')
    .execute()
}

/** The open invoices whose owner may want a link on them (R13). */
export async function openInvoicesWithoutLink(
  db: Reader,
  accountId: AccountId,
): Promise<{ id: string; number: string | null }[]> {
  return db
    .selectFrom('invoices as i')
    .leftJoin('payment_links as l', (join) =>
      join.onRef('l.account_id', '=', 'i.account_id').onRef('l.invoice_id', '=', 'i.id'),
    )
    .select(['i.id', 'i.number'])
    .where('i.account_id', '=', accountId)
    .where('i.status', 'in', ['sent', 'partially_paid'])
    .where((eb) => eb.or([eb('l.invoice_id', 'is', null), eb('l.added', '=', false)]))
    .orderBy('i.id')
    .execute()
}

/** Links that removing Stripe would disable, and those a restore would bring back: of invoices that can still be paid. */
export async function countLinks(
  db: Reader,
  accountId: AccountId,
): Promise<{ active: number; restorable: number }> {
  const row = await db
    .selectFrom('payment_links as l')
    .innerJoin('invoices as i', (join) =>
      join.onRef('i.account_id', '=', 'l.account_id').onRef('i.id', '=', 'l.invoice_id'),
    )
    .select([
      sql<number>`count(*) filter (where not l.disabled_by_removal)`.as('active'),
      sql<number>`count(*) filter (where l.disabled_by_removal)`.as('restorable'),
    ])
    .where('l.account_id', '=', accountId)
    .where('l.added', '=', true)
    .where('i.status', 'in', ['draft', 'sent', 'partially_paid'])
    .executeTakeFirstOrThrow()
  return row
}

/** How often the invoice was sent since then, and when first. */
export async function sendsSince(
  db: Reader,
  accountId: AccountId,
  invoiceId: string,
  since: Date,
): Promise<{ count: number; first: Date | null }> {
  return db
    .selectFrom('invoice_events')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('at').as('first')])
    .where('account_id', '=', accountId)
    .where('invoice_id', '=', invoiceId)
    .where('type', '=', 'invoice.sent')
    .where('at', '>', since)
    .executeTakeFirstOrThrow()
}
