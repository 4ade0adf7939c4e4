-- Each order that a list can be asked for, with the id behind it, so that any page of it is a short walk along an index.
create index invoices_by_due_date on invoices (account_id, due_date, id);
create index invoices_by_customer_name on invoices (account_id, lower(customer_name), id);
create index invoices_by_total on invoices (account_id, total, id);
create index invoices_by_amount_due on invoices (account_id, (case when status = 'cancelled' then 0 else total - settled end), id);
create index payments_by_amount on payments (account_id, amount, id);
create index customers_by_name on customers (account_id, lower(coalesce(nullif(company, ''), name)), id) where deleted_at is null;
