import type { AccountId } from '@quittance/core/ids'
import { type Selectable, sql } from 'kysely'
import type { Reader } from '../../context.ts'
import type { Database } from '../../database.ts'
import type { WalkStep } from './walk-steps.ts'

export type Walk = Selectable<Database['tour_walks']>

export async function findWalk(db: Reader, accountId: AccountId): Promise<Walk | undefined> {
  return db.selectFrom('tour_walks').selectAll().where('account_id', '=', accountId).executeTakeFirst()
}

/** When each step was done that is. */
export async function keptSteps(db: Reader, accountId: AccountId): Promise<Map<string, Date>> {
  const rows = await db.selectFrom('tour_steps').selectAll().where('account_id', '=', accountId).execute()
  return new Map(rows.map((row) => [row.step, row.done_at]))
}

/** Something that happened, and the invoice it happened to, where it was one. */
export interface WalkFact {
  step: WalkStep
  at: Date
  invoice_id: string | null
}

/** What happened since `since`, the first of each kind: read from what the business itself keeps, not from clicks. */
export async function walkFacts(
  db: Reader,
  accountId: AccountId,
  { since, now }: { since: Date; now: Date },
): Promise<WalkFact[]> {
  // By when Pay was pressed: Stripe tells in whole seconds when it succeeded, which may be before the click that led to it.
  const paidOnPage = sql`select * from payments where account_id = ${accountId} and source = 'stripe'
    and not off_session and status = 'succeeded' and created_at > ${since}`
  const { rows } = await sql<WalkFact>`
    with events as (
      select * from invoice_events where account_id = ${accountId} and at > ${since}
    ), created as (
      select l.invoice_id, l.at from events l join events c on c.invoice_id = l.invoice_id
        and c.type = 'invoice.created' and c.at = l.at where l.type = 'link.added'
    ), added as (
      select invoice_id, min(at) as at from events l where type = 'link.added'
        and not exists (select 1 from created c where c.invoice_id = l.invoice_id and c.at = l.at)
      group by invoice_id
    ), sent as (
      select invoice_id, at from events where type = 'invoice.sent' and (data ->> 'with_link')::boolean
    ), reads as (
      select r.read_at, m.kind, m.invoice_id, m.with_link from tour_reads r
      join messages m on m.account_id = r.account_id and m.id = r.message_id
      where r.account_id = ${accountId} and m.created_at > ${since} and r.read_at > ${since}
    ), removed as (
      select min(disconnected_at) as at from stripe_connections
      where account_id = ${accountId} and disconnected_at > ${since}
    ), back as (
      select c.connected_at as at from stripe_connections c, removed
      where c.account_id = ${accountId} and c.connected_at > removed.at
    ), restored as (
      select min(at) as at from events where type = 'link.restored'
    ), facts as (
      select 'link_on_creating' as step, at, invoice_id from created
      union all select 'invoice_sent', at, invoice_id from sent
      union all select 'link_on_existing', at, invoice_id from added
      union all select 'sent_again', s.at, s.invoice_id from sent s
        join added a on a.invoice_id = s.invoice_id and a.at < s.at
      union all select 'company_default', ${now}::timestamptz, null from accounts
        where id = ${accountId} and payment_link_default
      union all select 'mail_read', read_at, invoice_id from reads where kind = 'invoice' and with_link
      union all select 'page_opened', at, invoice_id from events where type = 'invoice.viewed'
      union all select 'paid', succeeded_at, invoice_id from (${paidOnPage}) p
      union all select 'news_read', max(at), null from (
        select kind, min(read_at) as at from reads where kind in ('receipt', 'payment_notification') group by kind
      ) n having count(*) = 2
      union all select 'card_saved', created_at, null from payment_methods
        where account_id = ${accountId} and created_at > ${since}
      union all select 'stripe_removed', at, null from removed where at is not null
      union all select 'stripe_back', at, null from back
      union all select 'links_restored', at, null from restored where at is not null
      union all select 'same_link_paid', p.succeeded_at, p.invoice_id from (${paidOnPage}) p
        join restored on p.created_at > restored.at
        join payment_links l on l.account_id = p.account_id and l.invoice_id = p.invoice_id
        join removed on l.added_at < removed.at
    )
    select distinct on (step) step, at, invoice_id from facts order by step, at`.execute(db)
  return rows
}

/** An invoice that a step may lead to. */
export interface WalkInvoice {
  id: string
  number: string | null
  customer_name: string
  status: 'draft' | 'sent' | 'partially_paid' | 'paid' | 'cancelled'
  /** A link stands on it, working or switched off with Stripe. */
  linked: boolean
  linked_at: Date | null
  processing: boolean
  /** The newest e-mail that carried its link. */
  message_id: string | null
}

const invoicesAtMost = 200

/** The newest first. */
export async function walkInvoices(db: Reader, accountId: AccountId): Promise<WalkInvoice[]> {
  const { rows } = await sql<WalkInvoice>`
    select i.id, i.number, i.customer_name, i.status, i.processing, coalesce(l.added, false) as linked, l.added_at as linked_at, (
      select m.id from messages m
      where m.account_id = i.account_id and m.invoice_id = i.id and m.kind = 'invoice' and m.with_link
      order by m.id desc limit 1) as message_id
    from invoices i left join payment_links l on l.account_id = i.account_id and l.invoice_id = i.id
    where i.account_id = ${accountId} order by i.id desc limit ${invoicesAtMost}`.execute(db)
  return rows
}

/** The newest e-mails of these kinds that nobody has opened yet. */
export async function unreadMessages(
  db: Reader,
  accountId: AccountId,
  since: Date,
): Promise<{ id: string; kind: string }[]> {
  const { rows } = await sql<{ id: string; kind: string }>`
    select m.id, m.kind from messages m
    where m.account_id = ${accountId} and m.created_at > ${since} and not exists (
      select 1 from tour_reads r where r.account_id = m.account_id and r.message_id = m.id)
    order by m.id desc limit 100`.execute(db)
  return rows
}

/** One thing that went on behind the pages. */
export interface Happening {
  id: string
  at: Date
  /** An entry of a timeline, a request to the simulated Stripe, or a webhook from it. */
  kind: 'event' | 'request' | 'webhook'
  /** 'invoice.sent', 'POST /v1/payment_intents', 'payment_intent.succeeded'. */
  type: string
  invoice_id: string | null
  number: string | null
  data: Record<string, unknown>
}

/** Entries of timelines, and webhooks as they came; the newest first. */
export async function happeningsSince(
  db: Reader,
  accountId: AccountId,
  { since, atMost }: { since: Date; atMost: number },
): Promise<Happening[]> {
  const { rows } = await sql<Happening>`
    (select e.id, e.at, 'event' as kind, e.type, e.invoice_id, i.number, e.data from invoice_events e
      join invoices i on i.account_id = e.account_id and i.id = e.invoice_id
      where e.account_id = ${accountId} and e.at > ${since})
    union all
    (select event_id, received_at, 'webhook', type, null, null, payload from stripe_events
      where account_id = ${accountId} and received_at > ${since})
    order by at desc limit ${atMost}`.execute(db)
  return rows
}
