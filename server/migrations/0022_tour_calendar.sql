-- Time that was let pass in a Live Tour: its calendar is ahead by so much. A business has the world's.
alter table accounts
  add column seconds_ahead int not null default 0 check (seconds_ahead >= 0),
  add constraint only_tours_are_ahead check (kind = 'tour' or seconds_ahead = 0);
