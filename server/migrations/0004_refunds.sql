-- Money given back, each row written before Stripe hears of it (R33), or found at Stripe (R31).
create table refunds (
  account_id text not null,
  id text not null,
  invoice_id text not null,
  payment_id text not null,
  -- 'stripe', or how it was given back by hand
  method text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  status text not null check (status in ('pending', 'requires_action', 'succeeded', 'failed', 'canceled')),
  note text,
  failure_reason text,
  actor jsonb not null,
  stripe_account_id text,
  livemode boolean,
  stripe_refund_id text,
  created_at timestamptz not null default now(),
  -- set when it has reached the timeline: from then on Stripe has it
  booked_at timestamptz,
  checked_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, payment_id) references payments (account_id, id),
  foreign key (account_id, invoice_id) references invoices (account_id, id)
);
-- Our own refund and its webhook are one (trap 14).
create unique index refunds_at_stripe on refunds (account_id, stripe_account_id, livemode, stripe_refund_id) where stripe_refund_id is not null;
create index refunds_by_payment on refunds (account_id, payment_id, id);
create index refunds_by_invoice on refunds (account_id, invoice_id, id);
create index refunds_under_way on refunds (checked_at) where method = 'stripe' and status in ('pending', 'requires_action');

create table disputes (
  account_id text not null,
  id text not null,
  invoice_id text not null,
  payment_id text not null,
  amount bigint not null check (amount >= 0),
  currency text not null,
  reason text not null,
  -- Stripe's own word
  status text not null,
  -- what the payer's bank has taken back and not returned, minor units
  withdrawn bigint not null default 0 check (withdrawn >= 0),
  due_by timestamptz,
  stripe_account_id text not null,
  livemode boolean not null,
  stripe_dispute_id text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, stripe_account_id, livemode, stripe_dispute_id),
  foreign key (account_id, payment_id) references payments (account_id, id),
  foreign key (account_id, invoice_id) references invoices (account_id, id)
);
create index disputes_by_invoice on disputes (account_id, invoice_id, id);
create index disputes_by_payment on disputes (account_id, payment_id);

alter table payments add column disputed boolean not null default false;
alter table payments add constraint refunded_at_most_what_was_paid check (amount_refunded between 0 and amount);
alter table invoices add column withdrawn bigint not null default 0 check (withdrawn >= 0);

-- How far Stripe's list of events was read, in Stripe's own time: what no webhook brought is found there.
alter table stripe_connections add column events_read_until timestamptz;
alter table stripe_connections add column events_checked_at timestamptz not null default now();
-- When all payments that Stripe lists were last known to be in the books: long ago means a restored backup, or a long stop.
alter table stripe_connections add column caught_up_at timestamptz not null default now();
