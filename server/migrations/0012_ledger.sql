-- Double entry, append-only. Entries with one cause are one posting; they add up to zero in every currency (I5).
create table ledger_entries (
  account_id text not null references accounts (id) on delete cascade,
  -- what it was posted for, made from meaning ('pay_…:succeeded'): the same effect is never posted twice (I6)
  cause text not null,
  ledger_account text not null check (ledger_account in ('receivable', 'sales', 'stripe_balance', 'cash', 'unapplied', 'refunds', 'disputes', 'fees')),
  currency text not null,
  fact text not null check (fact in ('invoice', 'payment', 'refund', 'dispute', 'fee')),
  invoice_id text not null,
  payment_id text,
  -- minor units: plus is a debit, minus a credit
  amount bigint not null check (amount <> 0),
  posted_at timestamptz not null default now(),
  primary key (account_id, cause, ledger_account, currency),
  foreign key (account_id, invoice_id) references invoices (account_id, id) on delete cascade
);
create index ledger_entries_by_invoice on ledger_entries (account_id, invoice_id);

create trigger ledger_entries_append_only before update on ledger_entries for each row execute function append_only();

-- Only together with its whole account: a tour that ended. Asked at the end of the transaction, since an account goes last.
create function refuse_unless_account_is_gone() returns trigger language plpgsql as $$
begin
  if exists (select 1 from accounts where id = old.account_id) then
    raise exception '% is append-only', tg_table_name;
  end if;
  return null;
end $$;
create constraint trigger ledger_entries_stay after delete on ledger_entries deferrable initially deferred
  for each row execute function refuse_unless_account_is_gone();

create function refuse_truncate() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end $$;
create trigger ledger_entries_stay_all before truncate on ledger_entries for each statement execute function refuse_truncate();

create function refuse_unbalanced_posting() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from ledger_entries where account_id = new.account_id and cause = new.cause
    group by currency having sum(amount) <> 0) then
    raise exception 'the posting % does not balance', new.cause using errcode = 'check_violation';
  end if;
  return null;
end $$;

-- The books before the ledger, posted as they stand.
with claims as (
  select account_id, id, currency, case when cancelled_at is not null then settled else total end as claim
  from invoices where issued_at is not null)
insert into ledger_entries (account_id, cause, ledger_account, currency, fact, invoice_id, amount)
select c.account_id, c.id || ':opening', side.account, c.currency, 'invoice', c.id, side.sign * c.claim
from claims c cross join (values ('receivable', 1), ('sales', -1)) as side (account, sign)
where c.claim <> 0;

insert into ledger_entries (account_id, cause, ledger_account, currency, fact, invoice_id, payment_id, amount)
select p.account_id, p.id || ':succeeded', side.account, p.currency, 'payment', p.invoice_id, p.id, side.amount
from payments p cross join lateral (values
  (case p.source when 'stripe' then 'stripe_balance' else 'cash' end, p.applied + p.unapplied), ('receivable', -p.applied), ('unapplied', -p.unapplied)) as side (account, amount)
where p.status = 'succeeded' and side.amount <> 0;

-- Each refund takes what no invoice took first, in the order in which they were made (R32).
insert into ledger_entries (account_id, cause, ledger_account, currency, fact, invoice_id, payment_id, amount)
select r.account_id, r.id || ':made', side.account, r.currency, 'refund', r.invoice_id, r.payment_id, side.amount
from (
  select r.*, greatest(0, r.through - p.unapplied) - greatest(0, r.through - r.amount - p.unapplied) as of_applied
  from (
    select *, sum(amount) over (partition by account_id, payment_id order by created_at, id)::bigint as through
    from refunds where status not in ('failed', 'canceled')) r
  join payments p on p.account_id = r.account_id and p.id = r.payment_id) r
cross join lateral (values
  ('refunds', r.of_applied), ('unapplied', r.amount - r.of_applied),
  (case r.method when 'stripe' then 'stripe_balance' else 'cash' end, -r.amount)) as side (account, amount)
where side.amount <> 0;

insert into ledger_entries (account_id, cause, ledger_account, currency, fact, invoice_id, payment_id, amount)
select d.account_id, d.id || ':1', side.account, d.currency, 'dispute', d.invoice_id, d.payment_id, side.amount
from disputes d cross join lateral (values ('disputes', d.withdrawn), ('stripe_balance', -d.withdrawn)) as side (account, amount)
where side.amount <> 0;

-- After the back-fill, so that its rows do not wait for the end of the migration.
create constraint trigger ledger_entries_balance after insert on ledger_entries deferrable initially deferred
  for each row execute function refuse_unbalanced_posting();

-- Whoever writes an invoice's sums has posted them: a server of the version before, still running while this one is
-- rolled out, cannot book money past the ledger. It answers 5xx, and the news comes again.
create function refuse_unposted_sums() returns trigger language plpgsql as $$
declare posted record;
begin
  select coalesce(-sum(amount) filter (where fact = 'payment' and ledger_account = 'receivable'), 0) as settled,
    coalesce(sum(amount) filter (where ledger_account = 'refunds'), 0) as refunded,
    coalesce(sum(amount) filter (where ledger_account = 'disputes'), 0) as withdrawn
    into posted from ledger_entries where account_id = new.account_id and invoice_id = new.id;
  if (new.settled, new.refunded, new.withdrawn) is distinct from (posted.settled, posted.refunded, posted.withdrawn)
    -- What counts is the row as the transaction leaves it.
    and exists (select from invoices where account_id = new.account_id and id = new.id and version = new.version) then
    raise exception 'the sums of invoice % are not those of its ledger', new.id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger invoices_follow_their_ledger after update of settled, refunded, withdrawn on invoices
  deferrable initially deferred for each row execute function refuse_unposted_sums();

-- What Stripe kept of a payment, in the currency that it settles in; null until Stripe says.
alter table payments add column fee bigint, add column fee_currency text, add column fee_checked_at timestamptz;
create index payments_without_fee on payments (succeeded_at) where source = 'stripe' and status = 'succeeded' and fee is null;
