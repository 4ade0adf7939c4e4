import { sql } from 'kysely'
import { invariant } from '../../platform/db/invariant.ts'

/** What must hold of every invoice, its numbers, revisions and links. */
export const invoiceInvariants = [
  invariant(
    'I1',
    sql`select account_id, id as invoice_id, 'The total is ' || total || ', its lines add up to ' || (totals ->> 'total') as what
      from invoices where total is distinct from (totals ->> 'total')::numeric`,
  ),
  invariant(
    'R5',
    sql`select account_id, invoice_id, 'The status is ' || status || ', by the facts it is ' || derived as what from (
        select account_id, id as invoice_id, status, case
          when cancelled_at is not null then 'cancelled' when issued_at is null then 'draft' when settled >= total then 'paid' when settled > 0 then 'partially_paid' else 'sent' end as derived
        from invoices) i
      where status <> derived`,
  ),
  invariant(
    'I15',
    sql`select account_id, id as invoice_id, case when number is null then 'It was issued without a number' else 'It has the number ' || number || ', but was never issued' end as what
      from invoices where (issued_at is null) <> (number is null)`,
  ),
  invariant(
    'I15',
    sql`select account_id, min(id) as invoice_id, 'The number ' || number || ' was given ' || count(*) || ' times' as what
      from invoices where number is not null group by account_id, number having count(*) > 1`,
  ),
  // Whoever changed the pattern may have let the counter step over a number on purpose.
  invariant(
    'I15',
    sql`select c.account_id, null as invoice_id, 'The number ' || n.number || ' was given to no invoice' as what
      from invoice_counters c join accounts a on a.id = c.account_id and a.number_pattern = 'INV-{YYYY}-{0000}'
      cross join lateral (select 'INV-' || c.series || '-' || lpad(place::text, greatest(4, length(place::text)), '0') as number from generate_series(1, c.last) as place) n
      where c.series ~ '^\\d{4}$'
        and not exists (select 1 from invoices i where i.account_id = c.account_id and i.number = n.number)
        and not exists (select 1 from invoices i where i.account_id = c.account_id and i.number !~ '^INV-\\d{4}-\\d{4,}$')`,
  ),
  invariant(
    'I15',
    sql`select i.account_id, i.id as invoice_id, 'The number ' || i.number || ' is beyond the counter, which will give it again' as what
      from invoices i join accounts a on a.id = i.account_id and a.number_pattern = 'INV-{YYYY}-{0000}'
      left join invoice_counters c on c.account_id = i.account_id and c.series = substring(i.number from '^INV-(\\d{4})-\\d{4,}$')
      where i.number ~ '^INV-\\d{4}-\\d{4,15}$' and substring(i.number from '(\\d+)$')::bigint > coalesce(c.last, 0)`,
  ),
  invariant(
    'I16',
    sql`select i.account_id, i.id as invoice_id, 'It was sent as revision ' || i.sent_revision || ', and ' || count(r.revision) || ' revisions are kept' as what
      from invoices i left join invoice_revisions r on r.account_id = i.account_id and r.invoice_id = i.id and r.revision <= i.sent_revision
      where i.sent_revision > 0 group by i.account_id, i.id, i.sent_revision having count(r.revision) <> i.sent_revision`,
  ),
  invariant(
    'I21',
    sql`select l.account_id, l.invoice_id, 'Its payment link has ' || count(t.token_hash) || ' addresses' as what
      from payment_links l left join payment_link_tokens t on t.account_id = l.account_id and t.invoice_id = l.invoice_id
      group by l.account_id, l.invoice_id having count(t.token_hash) <> 1`,
  ),
  invariant(
    'I12',
    sql`select i.account_id, i.id as invoice_id, 'It is ' || i.status || ', and the timeline does not say who ' || must.did as what
      from invoices i cross join lateral (values
        (true, array['invoice.created'], 'created it'),
        (i.issued_at is not null, array['invoice.sent', 'invoice.marked_sent'], 'issued it'),
        (i.cancelled_at is not null, array['invoice.cancelled'], 'cancelled it'),
        (i.status = 'paid', array['invoice.paid'], 'paid it')) as must (applies, types, did)
      where must.applies and not exists (
        select 1 from invoice_events e where e.account_id = i.account_id and e.invoice_id = i.id and e.type = any(must.types))`,
  ),
  ...timelineInvariants(),
]

/** Every entry follows from the one before it, and the head knows the last: nothing was changed, taken out or cut off. */
function timelineInvariants() {
  return [
    invariant(
      'timeline',
      sql`select account_id, invoice_id, case when seq <> coalesce(previous_seq, 0) + 1
          then 'Of its timeline entries ' || coalesce(previous_seq, 0) + 1 || ' to ' || seq - 1 || ' are missing, before ' || id
          else 'Entry ' || seq || ' of its timeline, ' || id || ' (' || type || '), is not what was written' end as what
        from (select e.*, lag(seq) over w as previous_seq, timeline_hash(coalesce(lag(hash) over w, ''), e) as expected
          from invoice_events e window w as (partition by account_id, invoice_id order by seq)) e
        where hash <> expected or seq <> coalesce(previous_seq, 0) + 1`,
    ),
    invariant(
      'timeline',
      sql`select h.account_id, h.invoice_id, case
          when h.entries > coalesce(e.seq, 0) then 'Of its timeline entries ' || coalesce(e.seq, 0) + 1 || ' to ' || h.entries || ' are missing, at the end'
          when h.entries < e.seq then 'The end of its timeline from entry ' || h.entries + 1 || ' on, up to ' || e.id || ', was put there past the product'
          else 'The last entry of its timeline, ' || e.id || ', is not the one that was written last' end as what
        from timeline_heads h left join lateral (
          select id, seq, hash from invoice_events e where e.account_id = h.account_id and e.invoice_id = h.invoice_id order by seq desc limit 1) e on true
        where h.entries is distinct from e.seq or h.hash is distinct from e.hash`,
    ),
    invariant(
      'timeline',
      sql`select i.account_id, i.id as invoice_id, 'The head of its timeline is missing' as what
        from invoices i where not exists (select 1 from timeline_heads h where h.account_id = i.account_id and h.invoice_id = i.id)`,
    ),
  ]
}
