-- Whoever holds an Idempotency-Key says so every few seconds: one that died gives it back at once, not after a minute.
alter table idempotency_keys add column alive_at timestamptz not null default now();
