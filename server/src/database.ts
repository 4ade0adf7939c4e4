import type { ProductEvent } from '@quittance/core/events'
import type { InvoiceSnapshot } from '@quittance/core/invoice/document'
import type { Terms } from '@quittance/core/invoice/due-date'
import type { Totals } from '@quittance/core/invoice/totals'
import type { LedgerAccount, LedgerFact } from '@quittance/core/ledger'
import type { RetryAdvice } from '@quittance/core/payment-method'
import type { RefundStatus } from '@quittance/core/refund'
import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Actor, Address, AttachmentRef, InvoiceContent, SaveConsent } from './records.ts'

type Json<T extends object | null> = JSONColumnType<T>
type JsonDefault<T extends object> = ColumnType<T, string | undefined, string>
type At = ColumnType<Date, Date | undefined, Date>
type MaybeAt = ColumnType<Date | null, Date | null | undefined, Date | null>

/** How a connection ended: by us, or by what Stripe said. */
export type EndReason = 'removed' | 'deauthorized' | 'key_revoked' | 'access_lost'

/** The tables, as migrations/*.sql makes them. Amounts are minor units; dates are 'YYYY-MM-DD' strings. */
export interface Database {
  webhook_endpoints: {
    account_id: string
    id: string
    url: string
    description: Generated<string>
    event_types: Generated<string[]>
    enabled: Generated<boolean>
    switched_off_because: 'gone' | 'failing' | null
    secret_sealed: string
    previous_secret_sealed: string | null
    previous_secret_until: MaybeAt
    lease_until: MaybeAt
    created_at: At
  }
  webhook_deliveries: {
    account_id: string
    endpoint_id: string
    id: string
    type: string
    body: string
    attempts: Generated<number>
    next_try_at: MaybeAt
    delivered_at: MaybeAt
    answer_status: number | null
    error: string | null
    last_tried_at: MaybeAt
    created_at: At
  }
  accounts: {
    id: string
    kind: 'business' | 'tour'
    name: string
    email: string | null
    phone: string | null
    website: string | null
    tax_id: string | null
    address: JsonDefault<Address>
    country: Generated<string>
    currency: string
    time_zone: string
    language: Generated<string>
    payment_link_default: Generated<boolean>
    notify_administrators_on_payment: Generated<boolean>
    send_customer_receipt: Generated<boolean>
    number_pattern: Generated<string>
    default_terms: JsonDefault<Terms>
    note: Generated<string>
    terms: Generated<string>
    first_steps_dismissed_at: MaybeAt
    seconds_ahead: Generated<number>
    last_seen_at: At
    created_at: At
  }
  members: {
    account_id: string
    id: string
    name: string
    email: string
    role: 'owner' | 'administrator' | 'staff'
    password_hash: string | null
    wants_payment_emails: Generated<boolean>
    created_at: At
  }
  sessions: {
    token_hash: Buffer
    account_id: string
    member_id: string
    user_agent: Generated<string>
    created_at: At
    expires_at: Date
  }
  tour_keys: { token_hash: Buffer; account_id: string }
  tour_walks: {
    account_id: string
    view: 'open' | 'folded' | 'left'
    started_at: ColumnType<Date, Date, Date>
  }
  tour_steps: { account_id: string; step: string; done_at: ColumnType<Date, Date, Date> }
  tour_reads: { account_id: string; message_id: string; read_at: ColumnType<Date, Date, Date> }
  api_keys: {
    account_id: string
    id: string
    name: string
    prefix: string
    token_hash: Buffer
    created_at: At
    last_used_at: MaybeAt
    revoked_at: MaybeAt
  }
  idempotency_keys: {
    account_id: string
    key: string
    fingerprint: string
    started_at: At
    alive_at: At
    committed: Generated<boolean>
    answer: ColumnType<KeptAnswer | null, string | undefined, string>
  }
  stripe_connections: {
    account_id: string
    account_kind: 'business' | 'tour'
    id: string
    provider: 'own_keys' | 'connect' | 'simulated'
    stripe_account_id: string
    livemode: boolean
    business_name: string | null
    country: string | null
    default_currency: string | null
    charges_enabled: boolean
    card_payments: string | null
    permissions_missing: Generated<string[]>
    checked_at: At
    doubted_at: MaybeAt
    closing_at: MaybeAt
    restriction: 'onboarding' | 'charges_disabled' | null
    restricted_at: MaybeAt
    end_reason: EndReason | null
    publishable_key: string | null
    secret_key_sealed: string | null
    secret_key_last4: string | null
    webhook_endpoint_id: string | null
    webhook_secret_sealed: string | null
    webhook_problem: string | null
    webhook_generation: Generated<number>
    webhook_previous_secret_sealed: string | null
    webhook_rolled_at: MaybeAt
    last_event_at: MaybeAt
    events_read_until: MaybeAt
    events_checked_at: At
    caught_up_at: At
    connected_at: At
    disconnected_at: MaybeAt
  }
  stripe_visits: {
    state_hash: Buffer
    account_id: string
    session_hash: Buffer | null
    created_at: At
    expires_at: Date
  }
  stripe_onboardings: { account_id: string; id: string; created_at: At }
  stripe_events: {
    account_id: string
    connection_id: string
    event_id: string
    type: string
    payload: Json<object>
    received_at: At
    applied_at: MaybeAt
  }
  leases: {
    account_id: string
    subject: string
    holder: string
    held_until: At
  }
  outbox: {
    account_id: string
    id: string
    event: Json<ProductEvent>
    done: Generated<string[]>
    run_at: At
    attempts: Generated<number>
    lease_until: MaybeAt
    finished_at: MaybeAt
    last_error: string | null
    created_at: At
  }
  services: {
    account_id: string
    id: string
    name: string
    description: string | null
    unit: string | null
    currency: string
    unit_amount: number
    taxes: JsonDefault<string[]>
    duration_minutes: number | null
    archived_at: MaybeAt
    created_at: At
    updated_at: At
  }
  tax_rates: {
    account_id: string
    id: string
    name: string
    rate: string
    inclusive: boolean
    archived_at: MaybeAt
    created_at: At
  }
  customers: {
    account_id: string
    id: string
    name: string
    company: string | null
    email: string | null
    billing_email: string | null
    phone: string | null
    tax_id: string | null
    address: JsonDefault<Address>
    language: string | null
    currency: string | null
    notes: Generated<string>
    created_at: At
    updated_at: At
    deleted_at: MaybeAt
  }
  customer_stripe_ids: {
    account_id: string
    customer_id: string
    stripe_account_id: string
    livemode: boolean
    stripe_customer_id: string
  }
  payment_methods: {
    account_id: string
    id: string
    customer_id: string
    stripe_account_id: string
    livemode: boolean
    stripe_payment_method_id: string
    type: string
    brand: string | null
    last4: string | null
    exp_month: number | null
    exp_year: number | null
    is_primary: Generated<boolean>
    consent: Json<SaveConsent>
    created_at: At
    removed_at: MaybeAt
    refused_at: MaybeAt
    mandate_ended_at: MaybeAt
  }
  saved_method_codes: {
    account_id: string
    id: string
    invoice_id: string
    customer_id: string
    sent_to: string
    code_hash: string
    attempts: Generated<number>
    created_at: At
    expires_at: Date
    used_at: MaybeAt
  }
  card_requests: {
    account_id: string
    id: string
    customer_id: string
    sent_to: string
    token_hash: Buffer
    token_sealed: string
    setup_intent_id: string | null
    stripe_account_id: string | null
    livemode: boolean | null
    attempt: Generated<number>
    consent: ColumnType<SaveConsent | null, string | null | undefined, string | null>
    created_at: At
    expires_at: Date
    saved_at: MaybeAt
    revoked_at: MaybeAt
    checked_at: At
  }
  invoice_counters: { account_id: string; series: string; last: number }
  invoices: {
    account_id: string
    id: string
    number: string | null
    customer_id: string
    customer_name: string
    currency: string
    issue_date: string
    due_date: string
    content: Json<InvoiceContent>
    totals: Json<Totals>
    total: number
    settled: Generated<number>
    refunded: Generated<number>
    status: 'draft' | 'sent' | 'partially_paid' | 'paid' | 'cancelled'
    processing: Generated<boolean>
    disputed: Generated<boolean>
    withdrawn: Generated<number>
    needs_resend: Generated<boolean>
    revision: Generated<number>
    sent_revision: Generated<number>
    sent_link_version: number | null
    issued_at: MaybeAt
    last_sent_at: MaybeAt
    cancelled_at: MaybeAt
    replaced_by: string | null
    viewed_at: MaybeAt
    paid_at: MaybeAt
    version: Generated<number>
    created_at: At
    updated_at: At
  }
  invoice_revisions: {
    account_id: string
    invoice_id: string
    revision: number
    content: Json<InvoiceContent>
    snapshot: Json<InvoiceSnapshot>
    created_at: At
  }
  payment_links: {
    account_id: string
    invoice_id: string
    version: Generated<number>
    token_sealed: string
    added: Generated<boolean>
    disabled_by_removal: Generated<boolean>
    added_at: At
  }
  payment_link_tokens: { token_hash: Buffer; account_id: string; invoice_id: string }
  payments: {
    account_id: string
    id: string
    invoice_id: string
    source: 'stripe' | 'manual'
    method: string
    method_label: string | null
    amount: number
    currency: string
    status: 'pending' | 'processing' | 'succeeded' | 'failed' | 'canceled'
    applied: Generated<number>
    unapplied: Generated<number>
    amount_refunded: Generated<number>
    receipt_number: string | null
    reference: string | null
    connection_id: string | null
    stripe_account_id: string | null
    livemode: boolean | null
    intent_id: string | null
    charge_id: string | null
    last_attempt_id: string | null
    failure_code: string | null
    failure_message: string | null
    save_consent: ColumnType<SaveConsent | null, string | null | undefined, string | null>
    save_version: Generated<number>
    off_session: Generated<boolean>
    payment_method_id: string | null
    stripe_payment_method_id: string | null
    stripe_customer_id: string | null
    failure_advice: RetryAdvice | null
    for_customer: Generated<boolean>
    disputed: Generated<boolean>
    confirmation_asked_at: MaybeAt
    left_at_stripe: Generated<boolean>
    fee: number | null
    fee_currency: string | null
    fee_checked_at: MaybeAt
    created_at: At
    succeeded_at: MaybeAt
    closed_at: MaybeAt
    checked_at: At
  }
  refunds: {
    account_id: string
    id: string
    invoice_id: string
    payment_id: string
    method: string
    amount: number
    currency: string
    status: RefundStatus
    note: string | null
    failure_reason: string | null
    actor: Json<Actor>
    stripe_account_id: string | null
    livemode: boolean | null
    stripe_refund_id: string | null
    created_at: At
    booked_at: MaybeAt
    checked_at: At
  }
  disputes: {
    account_id: string
    id: string
    invoice_id: string
    payment_id: string
    amount: number
    currency: string
    reason: string
    status: string
    withdrawn: Generated<number>
    due_by: MaybeAt
    stripe_account_id: string
    livemode: boolean
    stripe_dispute_id: string
    created_at: At
    updated_at: At
  }
  invitations: {
    account_id: string
    id: string
    email: string
    role: 'administrator' | 'staff'
    token_hash: Buffer
    created_at: At
    expires_at: ColumnType<Date, Date, Date>
  }
  ledger_entries: {
    account_id: string
    cause: string
    ledger_account: LedgerAccount
    currency: string
    fact: LedgerFact
    invoice_id: string
    payment_id: string | null
    amount: number
    posted_at: Generated<Date>
  }
  invoice_events: {
    account_id: string
    invoice_id: string
    id: string
    type: string
    actor: Json<object>
    data: JsonDefault<Record<string, unknown>>
    dedupe_key: string | null
    at: At
    /** Given by the database (migration 0009). */
    seq: ColumnType<number, never, never>
    hash: ColumnType<Buffer, never, never>
  }
  timeline_heads: { account_id: string; invoice_id: string; entries: number; hash: Buffer }
  invoice_holds: {
    account_id: string
    invoice_id: string
    breaches: Json<{ invariant: string; what: string }[]>
    held_at: At
  }
  messages: {
    account_id: string
    id: string
    kind: string
    invoice_id: string | null
    customer_id: string | null
    payment_id: string | null
    recipients: string[]
    cc: Generated<string[]>
    reply_to: string | null
    from_name: string
    subject: string
    html: string
    body_text: string
    attachments: JsonDefault<AttachmentRef[]>
    revision: number | null
    with_link: Generated<boolean>
    state: 'queued' | 'sent' | 'failed'
    delivered_to: Generated<string[]>
    dedupe_key: string | null
    error: string | null
    created_at: At
    sent_at: MaybeAt
  }
}

export interface KeptAnswer {
  status: number
  headers: Record<string, string>
  body: string
}
