-- Test and live mode share a Stripe account's id, and nothing else: an id belongs to an account and a mode (trap 18).
alter table customer_stripe_ids add column livemode boolean;
update customer_stripe_ids c set livemode = coalesce((select s.livemode from stripe_connections s
  where s.account_id = c.account_id and s.stripe_account_id = c.stripe_account_id order by s.connected_at desc limit 1), false);
alter table customer_stripe_ids alter column livemode set not null;
alter table customer_stripe_ids drop constraint customer_stripe_ids_pkey;
alter table customer_stripe_ids add primary key (account_id, customer_id, stripe_account_id, livemode);
create index customer_stripe_ids_at_stripe on customer_stripe_ids (account_id, stripe_account_id, livemode, stripe_customer_id);

alter table payment_methods add column livemode boolean;
update payment_methods m set livemode = coalesce((select s.livemode from stripe_connections s
  where s.account_id = m.account_id and s.stripe_account_id = m.stripe_account_id order by s.connected_at desc limit 1), false);
alter table payment_methods alter column livemode set not null;
alter table payment_methods drop constraint payment_methods_account_id_stripe_account_id_stripe_payment_key;
alter table payment_methods add constraint payment_methods_at_stripe unique (account_id, stripe_account_id, livemode, stripe_payment_method_id);
create index payment_methods_by_customer on payment_methods (account_id, customer_id, id) where removed_at is null;
-- The bank said not to charge it again; forgotten when Stripe brings new details of the card.
alter table payment_methods add column refused_at timestamptz;
-- The mandate behind a bank debit was withdrawn.
alter table payment_methods add column mandate_ended_at timestamptz;

-- Charged by staff without the payer (R41): what Stripe was asked for follows from the row, so that a repeat asks the same.
alter table payments add column off_session boolean not null default false;
alter table payments add column payment_method_id text;
alter table payments add column stripe_payment_method_id text;
alter table payments add column stripe_customer_id text;
-- what to do about the last decline: 'confirm', 'do_not_try_again', 'blocked', 'try_again_later'
alter table payments add column failure_advice text;
-- The payer proved to be the customer, and may choose among their own saved methods (R24): the intent then names them.
alter table payments add column for_customer boolean not null default false;
alter table payments add constraint off_session_names_its_method check (not off_session or (stripe_payment_method_id is not null and stripe_customer_id is not null));

-- One-time codes to the customer's own address (R24). Only a salted, slow hash of the six digits is here.
create table saved_method_codes (
  account_id text not null,
  id text not null,
  invoice_id text not null,
  customer_id text not null,
  sent_to text not null,
  code_hash text not null,
  attempts integer not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, invoice_id) references invoices (account_id, id) on delete cascade,
  foreign key (account_id, customer_id) references customers (account_id, id) on delete cascade
);
create index saved_method_codes_by_customer on saved_method_codes (account_id, customer_id, created_at desc);
