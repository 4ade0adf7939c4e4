-- Asking a customer to save a payment method without paying (R42). Only the newest of a customer is open.
create table card_requests (
  account_id text not null,
  id text not null,
  customer_id text not null,
  sent_to text not null,
  token_hash bytea not null unique,
  -- until the mail is written
  token_sealed text not null,
  setup_intent_id text,
  stripe_account_id text,
  livemode boolean,
  -- counts the SetupIntents: a canceled one is followed by another under another key
  attempt integer not null default 1,
  consent jsonb,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  saved_at timestamptz,
  revoked_at timestamptz,
  checked_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, customer_id) references customers (account_id, id) on delete cascade
);
create index card_requests_by_customer on card_requests (account_id, customer_id, id desc);
create index card_requests_under_way on card_requests (checked_at) where setup_intent_id is not null and saved_at is null and revoked_at is null;
