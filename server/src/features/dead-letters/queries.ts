import type { ProductEvent } from '@quittance/core/events'
import type { AccountId } from '@quittance/core/ids'
import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../context.ts'
import { cutPage, decodeCursor } from '../../platform/db/keyset.ts'

/**
 * A piece of work that failed: an event of Stripe's to be applied (inbox), or what was to follow something here
 * (outbox). `waiting`: it is tried again by itself. `dead`: it was given up, and waits for somebody.
 */
export interface Letter {
  id: string
  event: ProductEvent
  kind: 'inbox' | 'outbox'
  state: 'dead' | 'waiting'
  attempts: number
  last_error: string | null
  created_at: Date
  /** null: dead. */
  next_try_at: Date | null
  /** Stripe's own word, of an inbox letter. */
  stripe_type: string | null
  invoice_id: string | null
  invoice_number: string | null
  customer_id: string | null
  customer_name: string | null
  /** Of an e-mail. */
  message_kind: string | null
  recipients: string[] | null
  subject: string | null
}

export interface LetterFilter {
  limit: number
  cursor?: string | undefined
  kind?: Letter['kind'] | undefined
  state?: Letter['state'] | undefined
  invoiceId?: string | undefined
}

/** Newest first. */
export async function listLetters(
  db: Reader,
  accountId: AccountId,
  filter: LetterFilter,
): Promise<{ rows: Letter[]; nextCursor: string | null }> {
  const { rows } = await sql<Letter>`
    select * from (${letters(accountId)}) letters
    where ${filter.cursor ? sql`id < ${decodeCursor(filter.cursor)}` : sql`true`}
      and ${filter.kind ? sql`kind = ${filter.kind}` : sql`true`}
      and ${filter.state ? sql`state = ${filter.state}` : sql`true`}
      and ${filter.invoiceId ? sql`invoice_id = ${filter.invoiceId}` : sql`true`}
    order by id desc limit ${filter.limit + 1}`.execute(db)
  return cutPage(rows, filter.limit)
}

export async function findLetter(db: Reader, accountId: AccountId, id: string): Promise<Letter | undefined> {
  const { rows } = await sql<Letter>`
    select * from (${letters(accountId)}) letters where id = ${id}`.execute(db)
  return rows[0]
}

export async function countLetters(
  db: Reader,
  accountId: AccountId,
): Promise<{ dead: number; waiting: number }> {
  const { rows } = await sql<{ dead: number; waiting: number }>`
    select count(*) filter (where run_at = 'infinity') as dead, count(*) filter (where run_at < 'infinity') as waiting
    from outbox where ${failed(accountId)}`.execute(db)
  return rows[0]!
}

/** What failed at least once and is not done: what is only late, or runs for the first time, is nobody's concern. */
function failed(accountId: AccountId): RawBuilder<unknown> {
  return sql`outbox.account_id = ${accountId} and outbox.finished_at is null and outbox.last_error is not null`
}

/**
 * What failed, as a table to select from. An event of Stripe's names the PaymentIntent, or is one: that leads to the
 * payment, and it to the invoice.
 */
export function letters(accountId: AccountId): RawBuilder<Letter> {
  return sql<Letter>`
    select outbox.id, outbox.event, outbox.attempts, outbox.last_error, outbox.created_at,
      case when e.event_id is null then 'outbox' else 'inbox' end as kind,
      case when outbox.run_at = 'infinity' then 'dead' else 'waiting' end as state,
      case when outbox.run_at < 'infinity' then outbox.run_at end as next_try_at,
      e.type as stripe_type, i.id as invoice_id, i.number as invoice_number,
      coalesce(i.customer_id, m.customer_id) as customer_id, coalesce(i.customer_name, c.name) as customer_name,
      m.kind as message_kind, m.recipients, m.subject
    from outbox
    left join messages m on m.account_id = outbox.account_id and m.id = outbox.event ->> 'messageId'
    left join stripe_events e on e.account_id = outbox.account_id
      and e.connection_id = outbox.event ->> 'connectionId' and e.event_id = outbox.event ->> 'eventId'
    left join stripe_connections s on s.account_id = e.account_id and s.id = e.connection_id
    left join payments told on told.account_id = outbox.account_id and told.id = outbox.event ->> 'paymentId'
    left join payments p on p.account_id = e.account_id and p.stripe_account_id = s.stripe_account_id and p.livemode = s.livemode
      and p.intent_id = coalesce(e.payload #>> '{data,object,payment_intent}', e.payload #>> '{data,object,id}')
    left join invoices i on i.account_id = outbox.account_id
      and i.id = coalesce(outbox.event ->> 'invoiceId', m.invoice_id, told.invoice_id, p.invoice_id)
    left join customers c on c.account_id = outbox.account_id and c.id = m.customer_id
    where ${failed(accountId)}`
}
