-- Where a business wants to be told what happens, by signed HTTP (Standard Webhooks). The timeline is what is told.
create table webhook_endpoints (
  account_id text not null references accounts (id) on delete cascade,
  id text not null,
  url text not null,
  description text not null default '',
  -- empty: all there are
  event_types text[] not null default '{}',
  enabled boolean not null default true,
  -- why we switched it off; null: nobody did, or a member
  switched_off_because text check (switched_off_because in ('gone', 'failing')),
  secret_sealed text not null,
  previous_secret_sealed text,
  previous_secret_until timestamptz,
  -- while a process delivers to it
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  primary key (account_id, id)
);

-- One message to one endpoint. `id` is told to the receiver and stays over all tries.
create table webhook_deliveries (
  account_id text not null,
  endpoint_id text not null,
  id text not null,
  type text not null,
  -- exactly what is signed and sent
  body text not null,
  attempts integer not null default 0,
  -- null: delivered, or given up
  next_try_at timestamptz default now(),
  delivered_at timestamptz,
  answer_status integer,
  error text,
  last_tried_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (account_id, endpoint_id, id),
  foreign key (account_id, endpoint_id) references webhook_endpoints (account_id, id) on delete cascade
);
create index webhook_deliveries_due on webhook_deliveries (next_try_at) where next_try_at is not null;

-- For GET /events: the timelines of an account as one.
create index invoice_events_of_account on invoice_events (account_id, id);

-- In the transaction that makes it true: no entry of a timeline without its messages, no message without its entry.
create function announce_timeline_entry() returns trigger language plpgsql as $$
begin
  insert into webhook_deliveries (account_id, endpoint_id, id, type, body)
  select new.account_id, e.id, 'msg_' || substr(new.id, 5), new.type,
    jsonb_build_object(
      'type', new.type,
      'timestamp', to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'data', jsonb_build_object(
        'id', new.id, 'invoice_id', new.invoice_id, 'actor', jsonb_build_object('type', new.actor ->> 'type'), 'data', new.data
      )
    )::text
  from webhook_endpoints e
  where e.account_id = new.account_id and e.enabled and (e.event_types = '{}' or new.type = any (e.event_types));
  return null;
end $$;
create trigger invoice_events_announced after insert on invoice_events for each row execute function announce_timeline_entry();
