-- The timeline as a chain: every entry carries the hash of itself and of the entry before it, and the invoice's head
-- keeps how many there are and the last hash. What was changed, taken out or cut off later does not fit any more.
alter table invoice_events add column seq integer;
alter table invoice_events add column hash bytea;

create table timeline_heads (
  account_id text not null,
  invoice_id text not null,
  entries integer not null,
  hash bytea not null,
  primary key (account_id, invoice_id),
  foreign key (account_id, invoice_id) references invoices (account_id, id) on delete cascade
);

-- The one definition of an entry's hash: for writing, and for `quittance doctor`. A JSON array can be read one way only.
create function timeline_hash(previous bytea, entry invoice_events) returns bytea language sql stable as $$
  select sha256(previous || convert_to(jsonb_build_array(
    entry.account_id, entry.invoice_id, entry.seq, entry.id, entry.type, entry.actor, entry.data, entry.dedupe_key,
    to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text, 'UTF8'))
$$;

-- For one entry a statement. In the database, so that nobody adds an entry past it: not even the version before this one, while both are running.
create function chain_timeline_entry() returns trigger language plpgsql as $$
declare
  head timeline_heads;
begin
  -- The invoice first, the head last, as everywhere: one order of locks, no deadlock.
  perform 1 from invoices where account_id = new.account_id and id = new.invoice_id for key share;
  insert into timeline_heads values (new.account_id, new.invoice_id, 0, '') on conflict do nothing;
  select * into head from timeline_heads where account_id = new.account_id and invoice_id = new.invoice_id for update;
  -- A head that was tampered with must not stop money from being booked; that it does not fit is seen all the same.
  new.seq := 1 + greatest(head.entries, (
    select max(seq) from invoice_events where account_id = new.account_id and invoice_id = new.invoice_id));
  new.hash := timeline_hash(head.hash, new);
  return new;
end $$;

-- After, and not before: an entry that was told already (dedupe_key) is not added, and the head stays where it is.
create function move_timeline_head() returns trigger language plpgsql as $$
begin
  update timeline_heads set entries = new.seq, hash = new.hash
    where account_id = new.account_id and invoice_id = new.invoice_id and entries < new.seq;
  return null;
end $$;

alter table invoice_events disable trigger invoice_events_append_only;
do $$
declare
  entry invoice_events;
  head timeline_heads;
begin
  for entry in select * from invoice_events order by account_id, invoice_id, at, id loop
    if (head.account_id, head.invoice_id) is distinct from (entry.account_id, entry.invoice_id) then
      head := (entry.account_id, entry.invoice_id, 0, ''::bytea);
    end if;
    entry.seq := head.entries + 1;
    head := (entry.account_id, entry.invoice_id, entry.seq, timeline_hash(head.hash, entry));
    update invoice_events set seq = head.entries, hash = head.hash
      where account_id = entry.account_id and invoice_id = entry.invoice_id and id = entry.id;
    insert into timeline_heads values (head.*)
      on conflict (account_id, invoice_id) do update set entries = excluded.entries, hash = excluded.hash;
  end loop;
end $$;
alter table invoice_events enable trigger invoice_events_append_only;

alter table invoice_events alter column seq set not null;
alter table invoice_events alter column hash set not null;
create unique index invoice_events_in_order on invoice_events (account_id, invoice_id, seq);

-- Entries that come out of a backup are put back as they were, and so are the heads.
create trigger invoice_events_chained before insert on invoice_events for each row when (new.hash is null) execute function chain_timeline_entry();
create trigger invoice_events_head after insert on invoice_events for each row execute function move_timeline_head();

-- What the doctor found at an invoice: until it is mended nothing that moves its money is begun.
create table invoice_holds (
  account_id text not null,
  invoice_id text not null,
  -- [{"invariant":…,"what":…}]
  breaches jsonb not null,
  held_at timestamptz not null default now(),
  primary key (account_id, invoice_id),
  foreign key (account_id, invoice_id) references invoices (account_id, id) on delete cascade
);
