/**
 * The API as TypeScript sees it, in the shape that openapi-typescript writes from `/openapi.json`.
 */
type Query<Q> = { query?: Q; header?: { 'If-Match'?: string; 'Idempotency-Key'?: string }; path?: never; cookie?: never }
type None = { query?: never; header?: { 'If-Match'?: string; 'Idempotency-Key'?: string }; path?: never; cookie?: never }
type Path<P> = { query?: never; header?: { 'If-Match'?: string; 'Idempotency-Key'?: string }; path: P; cookie?: never }
type Refused = { content: { 'application/problem+json': components['schemas']['Problem'] } }
type Body<B> = { content: { 'application/json': B } }
type Done<T> = { 200: { content: { 'application/json': T } }; default: Refused }
type Made<T> = { 201: { content: { 'application/json': T } }; default: Refused }
type Empty = { 204: { content?: never }; default: Refused }
type Get<T, P = None> = { parameters: P; requestBody?: never; responses: Done<T> }
type Post<T, B, P = None> = { parameters: P; requestBody: Body<B>; responses: Made<T> }
type Act<T, B, P = None> = { parameters: P; requestBody?: Body<B>; responses: Done<T> }
type Patch<T, B, P = None> = { parameters: P; requestBody: Body<B>; responses: Done<T> }
type Delete<P = None> = { parameters: P; requestBody?: never; responses: Empty }
type Id = Path<{ id: string }>
type Page<T> = { data: T[]; next_cursor: string | null }
type S = components['schemas']

export interface paths {
  '/session': {
    get: Get<S['Session']>
    post: { parameters: None; requestBody: Body<{ email: string; password: string }>; responses: Empty }
    delete: Delete
  }
  '/setup': { post: Post<S['Account'], S['SetupFields']> }
  '/account': { get: Get<S['Account']>; patch: Patch<S['Account'], Partial<Omit<S['Account'], 'id' | 'kind' | 'created_at'>>> }
  '/settings/invoicing': { get: Get<S['InvoicingSettings']>; patch: Patch<S['InvoicingSettings'], Partial<S['InvoicingSettings']>> }
  '/members': { get: Get<{ data: S['Member'][] }> }
  '/members/me': { patch: Patch<S['Member'], { name?: string; wants_payment_emails?: boolean }> }
  '/api_keys': {
    get: Get<{ data: S['ApiKey'][] }>
    post: Post<{ id: string; api_key: string; prefix: string }, { name: string }>
  }
  '/api_keys/{id}': { delete: Delete<Id> }
  '/tax_rates': { get: Get<{ data: S['TaxRate'][] }>; post: Post<S['TaxRate'], { name: string; rate: string; inclusive?: boolean }> }
  '/tax_rates/{id}': { delete: Delete<Id> }
  '/customers': {
    get: Get<Page<S['Customer']>, Query<{ limit?: number; cursor?: string; q?: string }>>
    post: Post<S['Customer'], S['CustomerFields'] & { name: string }>
  }
  '/customers/{id}': { get: Get<S['Customer'], Id>; patch: Patch<S['Customer'], S['CustomerFields'], Id>; delete: Delete<Id> }
  '/customers/{id}/payment_methods': { get: Get<{ data: S['PaymentMethod'][] }, Id> }
  '/customers/{id}/payment_methods/{payment_method_id}': { delete: Delete<Path<{ id: string; payment_method_id: string }>> }
  '/customers/{id}/payment_methods/{payment_method_id}/make_primary': {
    post: Act<S['PaymentMethod'], Record<string, never>, Path<{ id: string; payment_method_id: string }>>
  }
  '/stripe_connection': {
    get: Get<S['StripeConnection']>
    put: Patch<S['StripeConnection'], { secret_key: string; publishable_key: string }>
    delete: { parameters: None; requestBody?: never; responses: Done<{ disabled_links: number }> }
  }
  '/stripe_connection/simulated': { post: Act<S['StripeConnection'], Record<string, never>> }
  '/stripe_connection/restore_links': { post: Act<{ restored_links: number }, Record<string, never>> }
  '/invoices': {
    get: Get<Page<S['InvoiceListItem']>, Query<{ limit?: number; cursor?: string; q?: string; status?: string; flag?: string; customer_id?: string }>>
    post: Post<S['Invoice'], S['InvoiceFields']>
  }
  '/invoices/without_link': { get: Get<{ count: number }> }
  '/invoices/add_links': { post: Act<{ added: number; skipped: { invoice_id: string; number: string | null; reason: string }[] }, Record<string, never>> }
  '/invoices/{id}': { get: Get<S['Invoice'], Id>; patch: Patch<S['Invoice'], S['InvoiceFields'], Id>; delete: Delete<Id> }
  '/invoices/{id}/payment_link': {
    post: Act<S['Invoice'], Record<string, never>, Id>
    delete: { parameters: Id; requestBody?: never; responses: Done<S['Invoice']> }
  }
  '/invoices/{id}/payment_link/reset': { post: Act<S['Invoice'], Record<string, never>, Id> }
  '/invoices/{id}/send': { post: Act<S['Invoice'], { to?: string[]; cc?: string[]; message?: string }, Id> }
  '/invoices/{id}/mark_sent': { post: Act<S['Invoice'], Record<string, never>, Id> }
  '/invoices/{id}/cancel': { post: Act<S['Invoice'], { notify?: boolean }, Id> }
  '/invoices/{id}/duplicate': { post: { parameters: Id; requestBody?: Body<Record<string, never>>; responses: Made<S['Invoice']> } }
  '/invoices/{id}/email_preview': {
    get: Get<{ subject: string; html: string; text: string }, { query?: { message?: string }; header?: never; path: { id: string }; cookie?: never }>
  }
  '/invoices/{id}/timeline': { get: Get<{ data: S['TimelineEntry'][] }, Id> }
  '/invoices/{id}/payments': {
    post: Post<S['Payment'], { amount: number; method: S['ManualMethod']; date?: string; reference?: string }, Id>
  }
  '/payments': { get: Get<Page<S['Payment']>, Query<{ limit?: number; cursor?: string; invoice_id?: string; status?: string }>> }
  '/messages': { get: Get<Page<S['Message']>, Query<{ limit?: number; cursor?: string; invoice_id?: string; customer_id?: string }>> }
  '/messages/{id}/retry': { post: Act<S['Message'], Record<string, never>, Id> }
}

export interface components {
  schemas: {
    Problem: {
      type: string
      title: string
      status: number
      code: string
      detail: string
      errors?: { pointer: string; detail: string }[]
    }
    Address: { line1?: string; line2?: string; city?: string; region?: string; postal_code?: string; country?: string }
    SetupFields: {
      company: string
      email: string
      password: string
      name?: string
      currency?: string
      country?: string
      time_zone?: string
      language?: string
    }
    Account: {
      id: string
      kind: 'business' | 'tour'
      name: string
      email: string | null
      phone: string | null
      website: string | null
      tax_id: string | null
      address: S['Address']
      country: string
      currency: string
      time_zone: string
      language: string
      created_at: string
    }
    Member: { id: string; name: string; email: string; role: 'owner' | 'administrator' | 'staff'; wants_payment_emails: boolean }
    Session: { member: S['Member'] | null; account: S['Account'] | null; setup_open: boolean; tour: boolean; mail_configured: boolean }
    DueTerms: { type: 'days'; days: number } | { type: 'end_of_month' }
    InvoicingSettings: {
      payment_link_default: boolean
      notify_administrators_on_payment: boolean
      send_customer_receipt: boolean
      number_pattern: string
      default_terms: S['DueTerms']
      default_due_days: number | null
      note: string
      terms: string
    }
    ApiKey: { id: string; name: string; prefix: string; created_at: string; last_used_at: string | null; revoked_at: string | null }
    TaxRate: { id: string; name: string; rate: string; inclusive: boolean; archived: boolean; created_at: string }
    CustomerFields: {
      name?: string
      company?: string | null
      email?: string | null
      billing_email?: string | null
      phone?: string | null
      tax_id?: string | null
      address?: S['Address']
      language?: string | null
      currency?: string | null
      notes?: string
    }
    Customer: {
      id: string
      name: string
      company: string | null
      email: string | null
      billing_email: string | null
      phone: string | null
      tax_id: string | null
      address: S['Address']
      language: string | null
      currency: string | null
      notes: string
      created_at: string
      updated_at: string
      balance: { currency: string; amount_due: number }[]
    }
    PaymentMethod: {
      id: string
      type: string
      brand: string | null
      last4: string | null
      exp_month: number | null
      exp_year: number | null
      is_primary: boolean
      consent: { text: string; at: string; invoice_id: string }
      created_at: string
    }
    StripeConnection: {
      id: string | null
      state: 'connected' | 'disconnected'
      mode: 'test' | 'live' | null
      provider: 'own_keys' | 'simulated' | null
      account: { id: string; business_name: string | null; country: string | null; default_currency: string | null; charges_enabled: boolean } | null
      livemode: boolean | null
      publishable_key: string | null
      secret_key_last4: string | null
      webhook: { state: 'registered' | 'unreachable' | 'none'; problem: string | null; last_event_at: string | null }
      connected_at: string | null
      disconnected_at: string | null
      active_links: number
      running_payments: number
      restorable_links: number
    }
    Discount: { type: 'percent'; percent: string } | { type: 'amount'; amount: number }
    LineTax: { id: string; name: string; rate: string; inclusive: boolean }
    LineFields: {
      description: string
      detail?: string | null
      quantity: string
      unit?: string | null
      unit_amount: number
      taxes?: string[]
      discount?: S['Discount'] | null
    }
    Line: {
      id: string
      description: string
      detail: string | null
      quantity: string
      unit: string | null
      unit_amount: number
      taxes: S['LineTax'][]
      discount: S['Discount'] | null
      amount: number
      total: number
    }
    InvoiceFields: {
      customer_id?: string
      customer?: S['CustomerFields'] & { name: string }
      currency?: string
      lines?: S['LineFields'][]
      discount_rule?: S['Discount'] | null
      issue_date?: string
      due_date?: string
      due_terms?: S['DueTerms']
      service_date?: string | null
      note?: string
      terms?: string
      memo?: string
      payment_link?: boolean
      recipients?: { to?: string[]; cc?: string[] }
      language?: string
    }
    PaymentLink: { url: string; state: 'active' | 'disabled' | 'off'; added_at: string }
    InvoiceListItem: {
      id: string
      number: string | null
      status: 'draft' | 'sent' | 'partially_paid' | 'paid' | 'cancelled'
      flags: ('overdue' | 'processing' | 'refunded' | 'partially_refunded' | 'disputed' | 'needs_resend' | 'viewed')[]
      customer_id: string
      customer: { id: string; name: string; company: string | null; email: string | null }
      currency: string
      issue_date: string
      due_date: string
      due_terms: S['DueTerms'] | null
      service_date: string | null
      subtotal: number
      discount: number
      tax: number
      total: number
      amount_paid: number
      amount_due: number
      payment_link: S['PaymentLink'] | null
      needs_resend: boolean
      resend_reason: 'edited' | 'link_added' | 'link_reset' | null
      revision: number
      sent_revision: number
      issued_at: string | null
      last_sent_at: string | null
      viewed_at: string | null
      paid_at: string | null
      cancelled_at: string | null
      created_at: string
      updated_at: string
      version: number
    }
    Invoice: S['InvoiceListItem'] & {
      lines: S['Line'][]
      taxes: (S['LineTax'] & { taxable: number; amount: number })[]
      discount_rule: S['Discount'] | null
      note: string
      terms: string
      memo: string
      recipients: { to: string[]; cc: string[] }
      billing: { name: string; company: string | null; address: S['Address']; tax_id: string | null }
    }
    TimelineEntry: {
      id: string
      type: string
      at: string
      actor: { type: 'member' | 'api_key' | 'payer' | 'stripe' | 'system'; name?: string }
      data: Record<string, unknown>
    }
    ManualMethod: 'cash' | 'cheque' | 'bank_transfer' | 'interac' | 'paypal' | 'venmo' | 'zelle' | 'other'
    Payment: {
      id: string
      invoice_id: string
      invoice_number: string | null
      customer_id: string
      customer_name: string
      source: 'stripe' | 'manual'
      method: string | null
      method_label: string | null
      amount: number
      currency: string
      status: 'pending' | 'processing' | 'succeeded' | 'failed' | 'canceled'
      amount_refunded: number
      unapplied: number
      failure: { code: string; message: string } | null
      reference: string | null
      receipt_number: string | null
      livemode: boolean | null
      created_at: string
      succeeded_at: string | null
    }
    Message: {
      id: string
      kind: 'invoice' | 'invoice_cancelled' | 'payment_notification' | 'receipt'
      invoice_id: string | null
      customer_id: string | null
      to: string[]
      cc: string[]
      subject: string
      text: string
      html: string
      attachments: { name: string }[]
      state: 'queued' | 'sent' | 'failed'
      error: string | null
      revision: number | null
      with_link: boolean
      created_at: string
      sent_at: string | null
    }
  }
}
