import { sql } from 'kysely'
import type { Reader } from '../../context.ts'

/** Every breach of the books' invariants (reliability.md 2), as a sentence with the id it was found at. */
export async function findBreaches(db: Reader): Promise<string[]> {
  const breaches: string[] = []
  for (const { rule, query } of invariants) {
    const { rows } = await query.execute(db)
    breaches.push(...rows.map((row) => `${rule}: ${row.what}`))
  }
  return breaches
}

interface Breach {
  what: string
}

/** What must hold over the whole books (reliability.md 2), each as the query that finds what breaks it. */
const invariants = [
  {
    rule: 'I3 settled is the sum of what succeeded',
    query: sql<Breach>`select i.id || ' says ' || i.settled || ', its payments ' || coalesce(p.applied, 0) as what from invoices i
      left join (select account_id, invoice_id, sum(applied) as applied from payments where status = 'succeeded' group by 1, 2) p on p.account_id = i.account_id and p.invoice_id = i.id
      where i.settled <> coalesce(p.applied, 0)`,
  },
  {
    rule: 'R5 the status follows from the facts',
    query: sql<Breach>`select id || ' is ' || status as what from invoices where status <> case
      when cancelled_at is not null then 'cancelled' when issued_at is null then 'draft' when settled >= total then 'paid' when settled > 0 then 'partially_paid' else 'sent' end`,
  },
  {
    rule: 'I8 nothing that succeeded is lost',
    query: sql<Breach>`select id || ' took ' || amount || ', booked ' || applied || ' + ' || unapplied as what from payments where status = 'succeeded' and amount <> applied + unapplied`,
  },
  {
    rule: 'I9 nothing is collected for an invoice that owes nothing',
    query: sql<Breach>`select p.id as what from payments p join invoices i on i.account_id = p.account_id and i.id = p.invoice_id
      where p.source = 'stripe' and p.closed_at is null and p.status <> 'processing' and i.status not in ('sent', 'partially_paid')`,
  },
  {
    rule: 'I15 issued invoices have numbers',
    query: sql<Breach>`select id as what from invoices where issued_at is not null and number is null`,
  },
  {
    rule: 'I16 what was sent is frozen',
    query: sql<Breach>`select i.id as what from invoices i left join invoice_revisions r on r.account_id = i.account_id and r.invoice_id = i.id and r.revision = i.sent_revision
      where i.sent_revision > 0 and r.invoice_id is null`,
  },
  {
    rule: 'R33 a payment says of its refunds what they add up to, and never more than was paid',
    query: sql<Breach>`select p.id || ' says ' || p.amount_refunded || ', its refunds ' || coalesce(r.sum, 0) as what from payments p
      left join (select account_id, payment_id, sum(amount) as sum from refunds where status not in ('failed', 'canceled') group by 1, 2) r on r.account_id = p.account_id and r.payment_id = p.id
      where p.amount_refunded <> coalesce(r.sum, 0) or p.amount_refunded > p.amount`,
  },
  {
    rule: 'an invoice says of its refunds what its payments say',
    query: sql<Breach>`select i.id || ' says ' || i.refunded || ', its payments ' || coalesce(p.sum, 0) as what from invoices i
      left join (select account_id, invoice_id, sum(greatest(0, amount_refunded - unapplied)) as sum from payments where status = 'succeeded' group by 1, 2) p on p.account_id = i.account_id and p.invoice_id = i.id
      where i.refunded <> coalesce(p.sum, 0)`,
  },
  {
    rule: 'an invoice says of its disputes what they say',
    query: sql<Breach>`select i.id as what from invoices i
      left join (select account_id, invoice_id, sum(withdrawn) as withdrawn, bool_or(status not in ('won', 'warning_closed', 'prevented')) as disputed from disputes group by 1, 2) d
        on d.account_id = i.account_id and d.invoice_id = i.id
      where i.withdrawn <> coalesce(d.withdrawn, 0) or i.disputed <> coalesce(d.disputed, false)`,
  },
  {
    rule: 'R48 simulated money settles nothing real',
    query: sql<Breach>`select p.id as what from payments p join stripe_connections c on c.account_id = p.account_id and c.id = p.connection_id
      join accounts a on a.id = p.account_id where (c.provider = 'simulated') <> (a.kind = 'tour')`,
  },
]
