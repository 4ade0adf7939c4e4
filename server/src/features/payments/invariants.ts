import { sql } from 'kysely'
import { invariant } from '../../platform/db/invariant.ts'

/** What must hold of every payment, and between an invoice and its payments. */
export const paymentInvariants = [
  invariant(
    'I3',
    sql`select i.account_id, i.id as invoice_id, 'It says that ' || i.settled || ' is settled, its payments say ' || coalesce(p.applied, 0) as what from invoices i
      left join (select account_id, invoice_id, sum(applied) as applied from payments where status = 'succeeded' group by 1, 2) p on p.account_id = i.account_id and p.invoice_id = i.id
      where i.settled <> coalesce(p.applied, 0)`,
  ),
  invariant(
    'I6',
    sql`select p.account_id, min(p.invoice_id) as invoice_id, 'Stripe’s payment ' || p.intent_id || ' is booked ' || count(*) || ' times' as what
      from payments p where p.intent_id is not null
      group by p.account_id, p.stripe_account_id, p.livemode, p.intent_id having count(*) > 1`,
  ),
  invariant(
    'I6',
    sql`select account_id, invoice_id, 'The timeline says ' || count(*) || ' times that ' || (data ->> 'payment_id') || ' succeeded' as what
      from invoice_events where type = 'payment.succeeded' group by account_id, invoice_id, data ->> 'payment_id' having count(*) > 1`,
  ),
  invariant(
    'I8',
    sql`select account_id, invoice_id, id || ' took ' || amount || ', of which ' || applied || ' is applied and ' || unapplied || ' to be given back' as what
      from payments where amount <> applied + unapplied and status = 'succeeded'`,
  ),
  invariant(
    'I8',
    sql`select account_id, invoice_id, id || ' is ' || status || ', yet ' || applied + unapplied || ' of it is booked' as what
      from payments where applied + unapplied > 0 and status <> 'succeeded'`,
  ),
  invariant(
    'I9',
    sql`select i.account_id, i.id as invoice_id, string_agg(p.id, ', ') || ' can still collect ' || sum(p.amount) || ', due is ' || greatest(0, i.total - i.settled) || ' (' || i.status || ')' as what
      from payments p join invoices i on i.account_id = p.account_id and i.id = p.invoice_id
      where p.source = 'stripe' and p.closed_at is null and p.status <> 'processing'
      group by i.account_id, i.id
      having i.status not in ('sent', 'partially_paid') or sum(p.amount) > i.total - i.settled`,
    { atRest: true },
  ),
  invariant(
    'I10',
    sql`select p.account_id, p.invoice_id, p.id || ' settles in ' || p.currency || ' an invoice in ' || i.currency as what
      from payments p join invoices i on i.account_id = p.account_id and i.id = p.invoice_id
      where p.applied > 0 and p.currency <> i.currency`,
  ),
  invariant(
    'I10',
    sql`select p.account_id, p.invoice_id, p.id || ' is booked as ' || p.amount || ' ' || p.currency || ', Stripe said ' || (e.data ->> 'amount') || ' ' || (e.data ->> 'currency') as what
      from payments p join invoice_events e on e.account_id = p.account_id and e.dedupe_key = p.id || ':succeeded'
      where p.status = 'succeeded' and ((e.data ->> 'amount') <> p.amount::text or (e.data ->> 'currency') <> p.currency)`,
  ),
  invariant(
    'I12',
    sql`select p.account_id, p.invoice_id, p.id || ' succeeded, and the timeline does not say so' as what
      from payments p where p.status = 'succeeded' and not exists (
        select 1 from invoice_events e where e.account_id = p.account_id and e.invoice_id = p.invoice_id
          and e.type in ('payment.succeeded', 'payment.recorded', 'payment.noted') and e.data ->> 'payment_id' = p.id)`,
  ),
  invariant(
    'I14',
    sql`select p.account_id, p.invoice_id, p.id || ' is at a Stripe account or mode that its connection is not' as what
      from payments p left join stripe_connections c on c.account_id = p.account_id and c.id = p.connection_id
      where p.connection_id is not null
        and (c.stripe_account_id is distinct from p.stripe_account_id or c.livemode is distinct from p.livemode)`,
  ),
  invariant(
    'R48',
    sql`select p.account_id, p.invoice_id, p.id || ' was taken by a pretend Stripe for a real business, or the other way round' as what
      from payments p join stripe_connections c on c.account_id = p.account_id and c.id = p.connection_id
      join accounts a on a.id = p.account_id where (c.provider = 'simulated') <> (a.kind = 'tour')`,
  ),
]
