import { sql } from 'kysely'
import { invariant } from '../../platform/db/invariant.ts'

/** What must hold between an invoice and what its payers' banks dispute. */
export const disputeInvariants = [
  invariant(
    'I3',
    sql`select i.account_id, i.id as invoice_id, 'It says that banks took back ' || i.withdrawn || ', its disputes say ' || coalesce(d.withdrawn, 0) as what from invoices i
      left join (select account_id, invoice_id, sum(withdrawn) as withdrawn, bool_or(status not in ('won', 'warning_closed', 'prevented')) as disputed from disputes group by 1, 2) d
        on d.account_id = i.account_id and d.invoice_id = i.id
      where i.withdrawn <> coalesce(d.withdrawn, 0) or i.disputed <> coalesce(d.disputed, false)`,
  ),
  invariant(
    'I12',
    sql`select d.account_id, d.invoice_id, d.id || ' is ' || d.status || ', and the timeline does not say so' as what
      from disputes d where not exists (
        select 1 from invoice_events e where e.account_id = d.account_id and e.invoice_id = d.invoice_id
          and e.type like 'dispute.%' and e.data ->> 'dispute_id' = d.id)`,
  ),
]
