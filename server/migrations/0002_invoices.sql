create table tax_rates (
  account_id text not null references accounts (id) on delete cascade,
  id text not null,
  name text not null,
  rate text not null,
  inclusive boolean not null,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (account_id, id)
);

create table customers (
  account_id text not null references accounts (id) on delete cascade,
  id text not null,
  name text not null,
  company text,
  email text,
  billing_email text,
  phone text,
  tax_id text,
  address jsonb not null default '{}',
  language text,
  currency text,
  notes text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (account_id, id)
);

-- A customer exists at each Stripe account under another id; ids of one are never used at another (trap 17).
create table customer_stripe_ids (
  account_id text not null,
  customer_id text not null,
  stripe_account_id text not null,
  stripe_customer_id text not null,
  primary key (account_id, customer_id, stripe_account_id),
  foreign key (account_id, customer_id) references customers (account_id, id) on delete cascade
);

create table payment_methods (
  account_id text not null,
  id text not null,
  customer_id text not null,
  stripe_account_id text not null,
  stripe_payment_method_id text not null,
  type text not null,
  brand text,
  last4 text,
  exp_month integer,
  exp_year integer,
  is_primary boolean not null default false,
  -- what was agreed, when, from where, on which invoice (R23)
  consent jsonb not null,
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (account_id, id),
  unique (account_id, stripe_account_id, stripe_payment_method_id),
  foreign key (account_id, customer_id) references customers (account_id, id) on delete cascade
);

-- One row an account and series; locked while a number is given, so numbers have no gaps and no twins (R4).
create table invoice_counters (
  account_id text not null references accounts (id) on delete cascade,
  series text not null,
  last integer not null,
  primary key (account_id, series)
);

create table invoices (
  account_id text not null references accounts (id) on delete cascade,
  id text not null,
  number text,
  customer_id text not null,
  customer_name text not null,
  currency text not null,
  issue_date date not null,
  due_date date not null,
  content jsonb not null,
  totals jsonb not null,
  total bigint not null check (total between 0 and 1000000000000),
  settled bigint not null default 0 check (settled >= 0),
  refunded bigint not null default 0 check (refunded >= 0),
  -- derived from the facts in this row and written with them, so that lists can be indexed
  status text not null check (status in ('draft', 'sent', 'partially_paid', 'paid', 'cancelled')),
  processing boolean not null default false,
  disputed boolean not null default false,
  needs_resend boolean not null default false,
  -- the content's revision, and the latest one that was sent (0: none)
  revision integer not null default 0,
  sent_revision integer not null default 0,
  sent_link_version integer,
  issued_at timestamptz,
  last_sent_at timestamptz,
  cancelled_at timestamptz,
  replaced_by text,
  viewed_at timestamptz,
  paid_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, customer_id) references customers (account_id, id)
);
create unique index invoice_numbers on invoices (account_id, number) where number is not null;
create index invoices_by_status on invoices (account_id, status, id desc);
create index invoices_by_customer on invoices (account_id, customer_id, id desc);

-- Frozen on sending; never updated (R6).
create table invoice_revisions (
  account_id text not null,
  invoice_id text not null,
  revision integer not null,
  content jsonb not null,
  snapshot jsonb not null,
  created_at timestamptz not null default now(),
  primary key (account_id, invoice_id, revision),
  foreign key (account_id, invoice_id) references invoices (account_id, id) on delete cascade
);

create table payment_links (
  account_id text not null,
  invoice_id text not null,
  -- a reset makes the next version, with another token
  version integer not null default 1,
  token_sealed text not null,
  added boolean not null default true,
  disabled_by_removal boolean not null default false,
  added_at timestamptz not null default now(),
  primary key (account_id, invoice_id),
  foreign key (account_id, invoice_id) references invoices (account_id, id) on delete cascade
);

-- Leads from a token to its account without a scan. Only the hash is here (R17).
create table payment_link_tokens (
  token_hash bytea primary key,
  account_id text not null,
  invoice_id text not null,
  foreign key (account_id, invoice_id) references payment_links (account_id, invoice_id) on delete cascade
);

create table payments (
  account_id text not null,
  id text not null,
  invoice_id text not null,
  source text not null check (source in ('stripe', 'manual')),
  method text not null,
  method_label text,
  amount bigint not null check (amount > 0),
  currency text not null,
  status text not null check (status in ('pending', 'processing', 'succeeded', 'failed', 'canceled')),
  -- of a succeeded payment: what settled the invoice, and what is to be refunded (R32)
  applied bigint not null default 0 check (applied >= 0),
  unapplied bigint not null default 0 check (unapplied >= 0),
  amount_refunded bigint not null default 0,
  receipt_number text,
  reference text,
  connection_id text,
  stripe_account_id text,
  livemode boolean,
  intent_id text,
  charge_id text,
  last_attempt_id text,
  failure_code text,
  failure_message text,
  -- set when the payer ticked the box: text shown, time, address (R23)
  save_consent jsonb,
  save_version integer not null default 0,
  created_at timestamptz not null default now(),
  succeeded_at timestamptz,
  -- set when nothing can change any more at Stripe
  closed_at timestamptz,
  checked_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, invoice_id) references invoices (account_id, id)
);
-- R26, I9: an invoice is collected once, by construction.
create unique index one_open_intent_per_invoice on payments (account_id, invoice_id) where source = 'stripe' and closed_at is null;
create unique index payments_by_intent on payments (account_id, stripe_account_id, intent_id) where intent_id is not null;
create index payments_by_invoice on payments (account_id, invoice_id, id);
create index payments_open on payments (checked_at) where source = 'stripe' and closed_at is null;

-- The timeline (R9). Append-only. `dedupe_key`: one entry per effect, however often it is reported.
create table invoice_events (
  account_id text not null,
  invoice_id text not null,
  id text not null,
  type text not null,
  actor jsonb not null,
  data jsonb not null default '{}',
  dedupe_key text,
  at timestamptz not null default now(),
  primary key (account_id, invoice_id, id),
  foreign key (account_id, invoice_id) references invoices (account_id, id) on delete cascade
);
create unique index invoice_events_once on invoice_events (account_id, dedupe_key) where dedupe_key is not null;

create table messages (
  account_id text not null references accounts (id) on delete cascade,
  id text not null,
  kind text not null,
  invoice_id text,
  customer_id text,
  payment_id text,
  recipients text[] not null,
  cc text[] not null default '{}',
  reply_to text,
  from_name text not null,
  subject text not null,
  html text not null,
  body_text text not null,
  -- [{name, kind: 'invoice', revision, link} | {name, kind: 'receipt', payment_id}]: drawn again from frozen content
  attachments jsonb not null default '[]',
  revision integer,
  with_link boolean not null default false,
  state text not null check (state in ('queued', 'sent', 'failed')),
  dedupe_key text,
  error text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  primary key (account_id, id)
);
create unique index messages_once on messages (account_id, dedupe_key) where dedupe_key is not null;
create index messages_by_invoice on messages (account_id, invoice_id, id desc) where invoice_id is not null;

create function append_only() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end $$;
create trigger invoice_events_append_only before update on invoice_events for each row execute function append_only();
create trigger invoice_revisions_append_only before update on invoice_revisions for each row execute function append_only();
