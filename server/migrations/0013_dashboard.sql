-- What the dashboard counts is rare among what there is.
create index payments_by_success on payments (account_id, succeeded_at) where status = 'succeeded';
create index invoices_to_send_again on invoices (account_id, id) where needs_resend;
create index payments_failed on payments (account_id, invoice_id) where status = 'failed' and closed_at is null;
create index payments_to_give_back on payments (account_id, invoice_id) where unapplied > amount_refunded;
create index messages_failed on messages (account_id, invoice_id) where state = 'failed';
create index disputes_to_answer on disputes (account_id, invoice_id) where status in ('needs_response', 'warning_needs_response');
