import { sql } from 'kysely'
import { invariant } from '../../platform/db/invariant.ts'

/** What must hold of the ledger, and between it and everything whose sums follow from it. */
export const ledgerInvariants = [
  invariant(
    'I5',
    sql`select account_id, min(invoice_id) as invoice_id, 'The posting ' || cause || ' is ' || sum(amount) || ' ' || currency || ' out of balance' as what
      from ledger_entries group by account_id, cause, currency having sum(amount) <> 0`,
  ),
  invariant(
    'I4',
    sql`select i.account_id, i.id as invoice_id, 'It says settled ' || i.settled || ', refunded ' || i.refunded || ', taken back ' || i.withdrawn || '; the ledger says ' ||
        coalesce(l.settled, 0) || ', ' || coalesce(l.refunded, 0) || ', ' || coalesce(l.withdrawn, 0) as what
      from invoices i left join (
        select account_id, invoice_id,
          -sum(amount) filter (where fact = 'payment' and ledger_account = 'receivable') as settled,
          sum(amount) filter (where ledger_account = 'refunds') as refunded,
          sum(amount) filter (where ledger_account = 'disputes') as withdrawn
        from ledger_entries group by 1, 2) l on l.account_id = i.account_id and l.invoice_id = i.id
      where (i.settled, i.refunded, i.withdrawn) is distinct from (coalesce(l.settled, 0), coalesce(l.refunded, 0), coalesce(l.withdrawn, 0))`,
  ),
  // What an invoice claims is its total from the day it is issued; of one that was cancelled, what had been paid.
  invariant(
    'I4',
    sql`select i.account_id, i.id as invoice_id, 'It claims ' || i.claim || ' ' || i.currency || ', the ledger says ' || coalesce(l.claim, 0) as what
      from (select *, case when issued_at is null then 0 when cancelled_at is not null then settled else total end as claim from invoices) i
      left join (select account_id, invoice_id, currency, -sum(amount) as claim from ledger_entries where ledger_account = 'sales' group by 1, 2, 3) l
        on l.account_id = i.account_id and l.invoice_id = i.id and l.currency = i.currency
      where i.claim <> coalesce(l.claim, 0)`,
  ),
  // What lies at Stripe, or in the till, of a payment: what came, less what was given back, taken back and kept.
  invariant(
    'I24',
    sql`select coalesce(b.account_id, l.account_id) as account_id, coalesce(b.invoice_id, l.invoice_id) as invoice_id,
        'Of ' || coalesce(b.payment_id, l.payment_id) || ' ' || coalesce(b.held, 0) || ' ' || coalesce(b.currency, l.currency) || ' is left, the ledger says ' || coalesce(l.held, 0) as what
      from (
        select account_id, invoice_id, payment_id, currency, sum(held) as held from (
          select account_id, invoice_id, id as payment_id, currency, applied + unapplied as held from payments where status = 'succeeded'
          union all select account_id, invoice_id, id, fee_currency, -fee from payments where fee is not null
          union all select account_id, invoice_id, payment_id, currency, -amount from refunds where status not in ('failed', 'canceled')
          union all select account_id, invoice_id, payment_id, currency, -withdrawn from disputes
          union all select account_id, invoice_id, payment_id, currency, -amount from ledger_entries where ledger_account = 'fees' and starts_with(cause, 'dp_')) as facts
        group by 1, 2, 3, 4) b
      full join (
        select account_id, invoice_id, payment_id, currency, sum(amount) as held from ledger_entries
        where ledger_account in ('stripe_balance', 'cash') group by 1, 2, 3, 4) l
        on l.account_id = b.account_id and l.payment_id = b.payment_id and l.currency = b.currency
      where coalesce(b.held, 0) <> coalesce(l.held, 0)`,
  ),
]
