import { sql } from 'kysely'
import { invariant } from '../../platform/db/invariant.ts'

/** What must hold of the mails that follow money. */
export const mailInvariants = [
  invariant(
    'I17',
    sql`select m.account_id, m.invoice_id, 'The mail ' || m.id || ' (' || m.kind || ') tells of a payment that did not succeed' as what
      from messages m left join payments p on p.account_id = m.account_id and p.id = m.payment_id and p.status = 'succeeded'
      where m.kind in ('receipt', 'payment_notification') and p.id is null`,
  ),
  invariant(
    'I18',
    sql`select m.account_id, m.invoice_id, 'The mail ' || m.id || ' (' || m.kind || ') waits, and nothing will send it' as what
      from messages m where m.state = 'queued' and not exists (
        select 1 from outbox o where o.account_id = m.account_id and o.event ->> 'type' = 'message.queued' and o.event ->> 'messageId' = m.id)`,
  ),
  invariant(
    'I19',
    sql`select account_id, min(invoice_id) as invoice_id, 'The mail about ' || payment_id || ' (' || kind || ') was written ' || count(distinct id) || ' times to ' || recipient as what
      from (select account_id, id, invoice_id, payment_id, kind, unnest(recipients) as recipient from messages where kind in ('receipt', 'payment_notification')) m
      group by account_id, payment_id, kind, recipient having count(distinct id) > 1`,
  ),
]
