import type { AccountId } from '@quittance/core/ids'
import type { InvoiceStatus } from '@quittance/core/invoice/lifecycle'
import type { RetryAdvice } from '@quittance/core/payment-method'
import { sql } from 'kysely'
import type { Reader } from '../../context.ts'
import type { EndReason } from '../../database.ts'
import { letters } from '../dead-letters/queries.ts'

/** An invoice and all that stands between it and its money. A part that does not exist is null in all its fields. */
export interface InvoiceCase {
  account_id: string
  invoice_id: string
  number: string | null
  customer_id: string
  customer_name: string
  status: InvoiceStatus
  total: number
  settled: number
  refunded: number
  withdrawn: number
  currency: string
  due_date: string
  issued_at: Date | null
  last_sent_at: Date | null
  viewed_at: Date | null
  cancelled_at: Date | null
  needs_resend: boolean
  sent_link_version: number | null
  time_zone: string
  seconds_ahead: number
  is_tour: boolean
  /** The doctor found that its books do not add up. */
  held_at: Date | null
  breaches: { invariant: string; what: string }[] | null

  link_version: number | null
  link_added: boolean | null
  disabled_by_removal: boolean | null
  token_sealed: string | null

  connection_id: string | null
  disconnected_at: Date | null
  restriction: 'onboarding' | 'charges_disabled' | null
  restricted_at: Date | null
  end_reason: EndReason | null
  webhook_registered: boolean | null
  last_event_at: Date | null

  /** It was sent from here, and not only marked as sent. */
  was_mailed: boolean
  mail_id: string | null
  mail_state: 'queued' | 'sent' | 'failed' | null
  mail_error: string | null
  mail_at: Date | null
  /** Everybody it is for, and who got it already. */
  mail_to: string[] | null
  mail_delivered_to: string[] | null
  mail_attempts: number | null
  /** null while it is dead, or nobody is to send it. */
  mail_next_try_at: Date | null

  payment_id: string | null
  payment_status: 'pending' | 'processing' | 'succeeded' | 'failed' | 'canceled' | null
  payment_open: boolean | null
  payment_reachable: boolean | null
  payment_amount: number | null
  payment_method: string | null
  payment_label: string | null
  off_session: boolean | null
  failure_code: string | null
  failure_message: string | null
  failure_advice: RetryAdvice | null
  payment_created_at: Date | null
  payment_changed_at: Date | null
  confirmation_asked_at: Date | null
  declines: number

  stuck_since: Date | null
  stuck_dead: boolean | null
  stuck_error: string | null
}

/** In one statement, so that its parts are of one moment. undefined: there is no such invoice. */
export async function findCase(
  db: Reader,
  accountId: AccountId,
  invoiceId: string,
): Promise<InvoiceCase | undefined> {
  const { rows } = await sql<InvoiceCase>`
    select i.account_id, i.id as invoice_id, i.number, i.customer_id, i.customer_name, i.status, i.total, i.settled, i.refunded,
      i.withdrawn, i.currency, i.due_date, i.issued_at, i.last_sent_at, i.viewed_at, i.cancelled_at, i.needs_resend,
      i.sent_link_version, a.time_zone, a.seconds_ahead, a.kind = 'tour' as is_tour, h.held_at, h.breaches,
      l.version as link_version, l.added as link_added, l.disabled_by_removal, l.token_sealed,
      c.id as connection_id, c.disconnected_at, c.restriction, c.restricted_at, c.end_reason,
      c.webhook_endpoint_id is not null as webhook_registered, c.last_event_at,
      exists (select 1 from invoice_events e where e.account_id = i.account_id and e.invoice_id = i.id and e.type = 'invoice.sent') as was_mailed,
      m.id as mail_id, m.state as mail_state, m.error as mail_error, m.created_at as mail_at, m.recipients || m.cc as mail_to, m.delivered_to as mail_delivered_to,
      case when job.last_error is null then 0 else job.attempts end as mail_attempts,
      case when job.run_at < 'infinity' then job.run_at end as mail_next_try_at,
      p.id as payment_id, p.status as payment_status, p.closed_at is null as payment_open,
      c.disconnected_at is null and c.stripe_account_id = p.stripe_account_id and c.livemode = p.livemode as payment_reachable,
      p.amount as payment_amount, p.method as payment_method, p.method_label as payment_label, p.off_session,
      p.failure_code, p.failure_message, p.failure_advice, p.created_at as payment_created_at,
      coalesce(turn.at, p.created_at) as payment_changed_at, p.confirmation_asked_at, declined.count as declines,
      stuck.since as stuck_since, stuck.dead as stuck_dead, stuck.error as stuck_error
    from invoices i
    join accounts a on a.id = i.account_id
    left join invoice_holds h on h.account_id = i.account_id and h.invoice_id = i.id
    left join payment_links l on l.account_id = i.account_id and l.invoice_id = i.id
    left join lateral (select * from stripe_connections s where s.account_id = i.account_id
      order by s.disconnected_at desc nulls first limit 1) c on true
    left join lateral (select * from messages m where m.account_id = i.account_id and m.invoice_id = i.id
      and m.kind in ('invoice', 'confirmation') order by m.id desc limit 1) m on true
    left join lateral (select * from outbox o where o.account_id = i.account_id and o.finished_at is null
      and o.event ->> 'messageId' = m.id limit 1) job on true
    left join lateral (select * from payments p where p.account_id = i.account_id and p.invoice_id = i.id and p.source = 'stripe'
      order by p.closed_at is null desc, p.id desc limit 1) p on true
    left join lateral (select max(e.at) as at from invoice_events e where e.account_id = i.account_id and e.invoice_id = i.id
      and e.type in ('payment.processing', 'payment.failed', 'payment.charged') and e.data ->> 'payment_id' = p.id) turn on true
    cross join lateral (select count(*) as count from invoice_events e where e.account_id = i.account_id and e.invoice_id = i.id
      and e.type = 'payment.failed' and e.id > coalesce((select max(s.id) from invoice_events s
        where s.account_id = i.account_id and s.invoice_id = i.id and s.type in ('payment.succeeded', 'payment.recorded')), '')) declined
    cross join lateral (select min(created_at) as since, bool_or(state = 'dead') as dead, max(last_error) as error
      from (${letters(accountId)}) letters where letters.invoice_id = i.id
        and (letters.kind = 'inbox' or letters.event ->> 'type' in ('invoice.sent', 'payment.confirmation_needed'))) stuck
    where i.account_id = ${accountId} and i.id = ${invoiceId}`.execute(db)
  return rows[0]
}
