-- Each order that a list can be asked for, with the id behind it, so that any page of it is a short walk along an index.
create index invoices_by_due_date on invoices (account_id, due_date, id);
create index invoices_by_customer_name on invoices (account_id, lower(customer_name), id);
create index invoices_by_total on invoices (account_id, total, id);
create index invoices_by_amount_due on invoices (account_id, (case when status = 'cancelled' then 0 else total - settled end), id);
create index payments_by_amount on payments (account_id, amount, id);
create index customers_by_name on customers (account_id, lower(coalesce(nullif(company, ''), name)), id) where deleted_at is null;

-- Words in the middle of a name or number are found by their three-letter parts. Without the extension, which an operator's
-- own database may lack, they are found all the same, by reading every row.
do $$
begin
  create extension if not exists pg_trgm;
  create index invoices_by_words on invoices using gin (number gin_trgm_ops, customer_name gin_trgm_ops);
  create index customers_by_words on customers using gin (name gin_trgm_ops, company gin_trgm_ops, email gin_trgm_ops);
exception when others then
  raise warning 'pg_trgm is not there: searching will be slow in large accounts (%)', sqlerrm;
end $$;
