import { sql } from 'kysely'
import { invariant } from '../../platform/db/invariant.ts'

/** What must hold between a payment and what was given back of it. */
export const refundInvariants = [
  invariant(
    'I22',
    sql`select p.account_id, p.invoice_id, p.id || ' says that ' || p.amount_refunded || ' of ' || p.amount || ' is refunded, its refunds say ' || coalesce(r.sum, 0) as what from payments p
      left join (select account_id, payment_id, sum(amount) as sum from refunds where status not in ('failed', 'canceled') group by 1, 2) r on r.account_id = p.account_id and r.payment_id = p.id
      where p.amount_refunded <> coalesce(r.sum, 0) or p.amount_refunded > p.amount`,
  ),
  invariant(
    'I22',
    sql`select i.account_id, i.id as invoice_id, 'It says that ' || i.refunded || ' is refunded, its payments say ' || coalesce(p.sum, 0) as what from invoices i
      left join (select account_id, invoice_id, sum(greatest(0, amount_refunded - unapplied)) as sum from payments where status = 'succeeded' group by 1, 2) p on p.account_id = i.account_id and p.invoice_id = i.id
      where i.refunded <> coalesce(p.sum, 0)`,
  ),
  invariant(
    'I10',
    sql`select r.account_id, r.invoice_id, r.id || ' gives back ' || r.currency || ' of a payment in ' || p.currency || ', or of another invoice' as what
      from refunds r join payments p on p.account_id = r.account_id and p.id = r.payment_id
      where r.currency <> p.currency or r.invoice_id <> p.invoice_id`,
  ),
  invariant(
    'I12',
    sql`select r.account_id, r.invoice_id, r.id || ' is ' || r.status || ', and the timeline does not say so' as what
      from refunds r where r.booked_at is not null and not exists (
        select 1 from invoice_events e where e.account_id = r.account_id and e.invoice_id = r.invoice_id
          and e.type like 'refund.%' and e.data ->> 'refund_id' = r.id)`,
  ),
]
