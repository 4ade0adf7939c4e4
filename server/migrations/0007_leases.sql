-- Who is at something just now that takes longer than a transaction: at an invoice, paying it, charging it or changing
-- what it owes. A lease of a process that died lapses.
create table leases (
  account_id text not null references accounts (id) on delete cascade,
  subject text not null,
  holder text not null,
  held_until timestamptz not null,
  primary key (account_id, subject)
);
