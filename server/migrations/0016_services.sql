-- What a business sells again and again. An invoice's line is a copy of it: changing a service changes no invoice.
create table services (
  account_id text not null references accounts (id) on delete cascade,
  id text not null,
  name text not null,
  description text,
  unit text,
  currency text not null,
  unit_amount bigint not null check (unit_amount >= 0),
  -- ids of tax rates
  taxes jsonb not null default '[]',
  duration_minutes integer check (duration_minutes > 0),
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id)
);
create unique index services_by_name on services (account_id, lower(name)) where archived_at is null;
