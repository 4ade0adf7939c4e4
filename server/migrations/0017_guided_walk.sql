-- The guided walk of a Live Tour (R47). What was done before it began does not count.
create table tour_walks (
  account_id text primary key references accounts (id) on delete cascade,
  view text not null check (view in ('open', 'folded', 'left')),
  started_at timestamptz not null
);

-- The steps that the server saw happen. They stay done, even if what they did is undone later.
create table tour_steps (
  account_id text not null references tour_walks (account_id) on delete cascade,
  step text not null,
  done_at timestamptz not null,
  primary key (account_id, step)
);

-- The e-mails of a tour's mailbox that somebody has opened.
create table tour_reads (
  account_id text not null references accounts (id) on delete cascade,
  message_id text not null,
  read_at timestamptz not null,
  primary key (account_id, message_id)
);

-- The first steps of a business stand on its dashboard until they are done or somebody puts them away.
alter table accounts add column first_steps_dismissed_at timestamptz;
