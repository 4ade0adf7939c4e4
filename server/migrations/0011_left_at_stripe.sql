-- Closed here while nobody could ask Stripe about it: once the same Stripe account is connected again, what may still be
-- payable there is cancelled.
alter table payments add column left_at_stripe boolean not null default false;
create index payments_left_at_stripe on payments (checked_at) where left_at_stripe;
