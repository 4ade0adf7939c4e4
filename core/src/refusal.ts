/** One field of the request and what is wrong with it; `pointer` is a JSON Pointer (RFC 6901). */
export interface FieldFault {
  pointer: string
  detail: string
}

/** Every way the product says no. `server/src/platform/http/problem.ts` gives each its HTTP status. */
export type RefusalCode =
  | 'invalid_fields'
  | 'not_found'
  | 'forbidden'
  | 'unauthenticated'
  | 'wrong_credentials'
  | 'too_many_requests'
  | 'stripe_not_connected'
  | 'stripe_already_connected'
  | 'stripe_refused'
  | 'stripe_unavailable'
  | 'connect_off'
  | 'operator_webhook'
  | 'payment_not_checkable'
  | 'invoice_not_payable'
  | 'invoice_not_editable'
  | 'invoice_not_sendable'
  | 'invoice_not_deletable'
  | 'invoice_already_cancelled'
  | 'invoice_has_no_link'
  | 'invoice_busy'
  | 'invoice_held'
  | 'payment_in_progress'
  | 'payment_not_refundable'
  | 'card_request_closed'
  | 'payment_method_not_chargeable'
  | 'amount_changed'
  | 'stale_version'
  | 'customer_has_invoices'
  | 'tax_rate_in_use'
  | 'email_taken'
  | 'setup_already_done'
  | 'simulated_only'
  | 'tour_off'
  | 'idempotency_key_reused'
  | 'idempotency_key_in_use'

/**
 * An expected "no". Anything else that is thrown is a bug.
 * `detail` is a sentence for a person and says what to do next; `facts` travels to the client as it is.
 */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly errors: FieldFault[]
  readonly facts: Record<string, unknown>

  constructor(
    code: RefusalCode,
    detail: string,
    more: { errors?: FieldFault[]; facts?: Record<string, unknown> } = {},
  ) {
    super(detail)
    this.name = 'Refusal'
    this.code = code
    this.errors = more.errors ?? []
    this.facts = more.facts ?? {}
  }
}

/** Refuses one field. */
export function refuseField(pointer: string, detail: string): Refusal {
  return new Refusal('invalid_fields', detail, { errors: [{ pointer, detail }] })
}
