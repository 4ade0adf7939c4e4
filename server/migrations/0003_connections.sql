-- Connect: the platform's key acts for the account, so the connection holds no key of its own (R36).
alter table stripe_connections drop constraint stripe_connections_provider_check;
alter table stripe_connections add constraint stripe_connections_provider_check check (provider in ('own_keys', 'connect', 'simulated'));
alter table stripe_connections alter column publishable_key drop not null;
alter table stripe_connections alter column secret_key_last4 drop not null;
alter table stripe_connections add constraint connect_keeps_no_key_are_kept check (provider <> 'connect' or (secret_key_sealed is null and webhook_secret_sealed is null));

alter table stripe_connections
  add column card_payments text,
  -- Stripe's names of what a restricted key may not do
  add column permissions_missing text[] not null default '{}',
  add column checked_at timestamptz not null default now(),
  -- access was refused somewhere: the account is read again before that is believed
  add column doubted_at timestamptz,
  -- removal has begun: no new payment starts
  add column closing_at timestamptz,
  -- set while the connection stands but Stripe does not let the account charge: its links are off
  add column restriction text check (restriction in ('onboarding', 'charges_disabled')),
  add column restricted_at timestamptz,
  add column end_reason text check (end_reason in ('removed', 'deauthorized', 'key_revoked', 'access_lost')),
  -- counts the endpoints made, so that each has a key of its own at Stripe
  add column webhook_generation integer not null default 1,
  -- believed for a while after the secret was rolled
  add column webhook_previous_secret_sealed text,
  add column webhook_rolled_at timestamptz;

-- Connect's events name the account only.
create index stripe_connections_by_stripe_account on stripe_connections (stripe_account_id, livemode) where provider = 'connect';

-- A visit to Stripe's pages that is to come back: bound to who began it, good once, for minutes.
create table stripe_visits (
  state_hash bytea primary key,
  account_id text not null references accounts (id) on delete cascade,
  -- null: begun with an API key; any owner's session of the account may come back
  session_hash bytea,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

-- An account made at Stripe for a business that is to be onboarded: written before the call, gone with the connection.
create table stripe_onboardings (
  account_id text primary key references accounts (id) on delete cascade,
  id text not null,
  created_at timestamptz not null default now()
);
