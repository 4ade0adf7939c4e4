-- What still has something to follow it, by account: the list of what waits or was given up.
create index outbox_unfinished on outbox (account_id, id) where finished_at is null;

-- Set while Stripe waits for the payer to confirm (3-D Secure, a bank's app): when that was first seen.
alter table payments add column confirmation_asked_at timestamptz;

-- Addresses whose mail server has said yes: when another of the same e-mail is to be tried again, these are not written to twice.
alter table messages add column delivered_to text[] not null default '{}';
