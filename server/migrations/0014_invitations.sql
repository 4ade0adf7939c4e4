-- Who was asked to join, and has not come yet. The token is in their mail and nowhere else.
create table invitations (
  account_id text not null references accounts (id) on delete cascade,
  id text not null,
  email text not null,
  role text not null check (role in ('administrator', 'staff')),
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (account_id, id)
);
create unique index invitations_by_email on invitations (account_id, lower(email));
