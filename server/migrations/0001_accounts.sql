-- Every key begins with account_id: a row belongs to one account, and the schema can be distributed by it.

create table accounts (
  id text primary key,
  kind text not null check (kind in ('business', 'tour')),
  name text not null,
  email text,
  phone text,
  website text,
  tax_id text,
  address jsonb not null default '{}',
  country text not null default 'US',
  currency text not null,
  time_zone text not null,
  language text not null default 'en',
  payment_link_default boolean not null default false,
  notify_administrators_on_payment boolean not null default true,
  send_customer_receipt boolean not null default true,
  number_pattern text not null default 'INV-{YYYY}-{0000}',
  default_terms jsonb not null default '{"type":"days","days":14}',
  note text not null default '',
  terms text not null default '',
  last_seen_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  unique (id, kind)
);

create table members (
  account_id text not null references accounts (id) on delete cascade,
  id text not null,
  name text not null,
  email text not null,
  role text not null check (role in ('owner', 'administrator', 'staff')),
  -- null: signs in by the tour's own address only
  password_hash text,
  wants_payment_emails boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (account_id, id)
);
create unique index members_sign_in on members (lower(email)) where password_hash is not null;

create table sessions (
  token_hash bytea primary key,
  account_id text not null,
  member_id text not null,
  user_agent text not null default '',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  foreign key (account_id, member_id) references members (account_id, id) on delete cascade
);

-- The address under which a tour is entered again (from the command line, or by its JSON answer).
create table tour_keys (
  token_hash bytea primary key,
  account_id text not null references accounts (id) on delete cascade
);

create table api_keys (
  account_id text not null references accounts (id) on delete cascade,
  id text not null,
  name text not null,
  prefix text not null,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (account_id, id)
);

-- One answer per key and body for 24 h. `committed`: its effect is in the database, whether or not the answer was kept.
create table idempotency_keys (
  account_id text not null references accounts (id) on delete cascade,
  key text not null,
  fingerprint text not null,
  started_at timestamptz not null default now(),
  committed boolean not null default false,
  answer jsonb,
  primary key (account_id, key)
);

create table stripe_connections (
  account_id text not null,
  account_kind text not null,
  id text not null,
  provider text not null check (provider in ('own_keys', 'simulated')),
  stripe_account_id text not null,
  livemode boolean not null,
  business_name text,
  country text,
  default_currency text,
  charges_enabled boolean not null,
  publishable_key text not null,
  -- AES-256-GCM; forgotten when Stripe is removed
  secret_key_sealed text,
  secret_key_last4 text not null,
  webhook_endpoint_id text,
  -- kept after removal, so that an event already under way is still believed
  webhook_secret_sealed text,
  webhook_problem text,
  last_event_at timestamptz,
  connected_at timestamptz not null default now(),
  disconnected_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, account_kind) references accounts (id, kind) on delete cascade,
  -- R48: a simulated payment can never settle a real invoice, and no tour holds real keys
  constraint simulated_belongs_to_tours check ((provider = 'simulated') = (account_kind = 'tour')),
  constraint simulated_is_never_live check (not (provider = 'simulated' and livemode))
);
create unique index one_connection_per_account on stripe_connections (account_id) where disconnected_at is null;
create index stripe_connections_by_id on stripe_connections (id);

create table stripe_events (
  account_id text not null,
  connection_id text not null,
  event_id text not null,
  type text not null,
  payload jsonb not null,
  received_at timestamptz not null default now(),
  applied_at timestamptz,
  primary key (account_id, connection_id, event_id),
  foreign key (account_id, connection_id) references stripe_connections (account_id, id) on delete cascade
);

create table outbox (
  account_id text not null references accounts (id) on delete cascade,
  id text not null,
  event jsonb not null,
  -- the reactions that have run; the others still will
  done text[] not null default '{}',
  run_at timestamptz not null default now(),
  attempts integer not null default 0,
  lease_until timestamptz,
  finished_at timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  primary key (account_id, id)
);
create index outbox_due on outbox (run_at) where finished_at is null;
