import type { z } from '@hono/zod-openapi'
import { type FieldFault, Refusal, type RefusalCode } from '@quittance/core/refusal'
import { isDatabaseUnavailable } from '../db/unavailable.ts'

/** Which HTTP status says which no. */
const statuses: Record<RefusalCode, number> = {
  invalid_fields: 422,
  not_found: 404,
  forbidden: 403,
  unauthenticated: 401,
  wrong_credentials: 401,
  too_many_requests: 429,
  stripe_not_connected: 409,
  stripe_already_connected: 409,
  stripe_refused: 422,
  stripe_unavailable: 503,
  connect_off: 409,
  operator_webhook: 409,
  payment_not_checkable: 409,
  invoice_not_payable: 409,
  invoice_not_editable: 409,
  invoice_not_sendable: 409,
  invoice_not_deletable: 409,
  invoice_already_cancelled: 409,
  invoice_has_no_link: 409,
  invoice_busy: 409,
  invoice_held: 409,
  payment_in_progress: 409,
  payment_not_refundable: 409,
  card_request_closed: 409,
  payment_method_not_chargeable: 409,
  amount_changed: 409,
  stale_version: 412,
  customer_has_invoices: 409,
  tax_rate_in_use: 409,
  email_taken: 409,
  setup_already_done: 403,
  simulated_only: 409,
  tour_off: 409,
  idempotency_key_reused: 422,
  idempotency_key_in_use: 409,
}

/** RFC 9457, with our stable `code`. */
export interface Problem {
  type: string
  title: string
  status: number
  code: string
  detail: string
  errors?: FieldFault[]
  [fact: string]: unknown
}

/** A request that HTTP itself says no to, before any verb: malformed, unsupported, too large. */
export class BadRequest extends Error {
  readonly problem: Problem

  constructor(document: Problem) {
    super(document.detail)
    this.name = 'BadRequest'
    this.problem = document
  }
}

/** An error as the problem document the client gets. Anything but a Refusal says nothing of its cause. */
export function problemOf(error: unknown): Problem {
  if (error instanceof BadRequest) return error.problem
  if (error instanceof Refusal)
    return problem(statuses[error.code], error.code, error.message, error.errors, error.facts)
  if (isUnstorable(error))
    return problem(422, 'invalid_fields', 'The request holds a character that cannot be stored, such as NUL.')
  if (isDatabaseUnavailable(error))
    return problem(
      503,
      'unavailable',
      'The database does not answer right now. Try again in a moment; if this was to change something, look first whether it did, or repeat it under the same Idempotency-Key.',
    )
  return problem(
    500,
    'internal_error',
    'Something went wrong on our side. Nothing was changed; please try again.',
  )
}

/** Postgres refusing a NUL in a text (22021) or in JSON (22P05), from wherever in the request it came (case 137). */
export function isUnstorable(error: unknown): boolean {
  return ['22021', '22P05'].includes(String((error as { code?: unknown } | null)?.code))
}

/** Builds a problem document; `code` names it for programs, `detail` tells a person what to do next. */
export function problem(
  status: number,
  code: string,
  detail: string,
  errors: FieldFault[] = [],
  facts: Record<string, unknown> = {},
): Problem {
  return {
    ...facts,
    type: `urn:quittance:problem:${code}`,
    title: code.replaceAll('_', ' '),
    status,
    code,
    detail,
    ...(errors.length ? { errors } : {}),
  }
}

/** Zod's findings as field faults. */
export function faultsOf(error: z.core.$ZodError): FieldFault[] {
  return error.issues.flatMap((issue) => {
    const base = issue.path
      .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
      .join('')
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        pointer: `${base}/${key}`,
        detail: `There is no field "${key}" here.`,
      }))
    return [{ pointer: base, detail: issue.message }]
  })
}

/** A Response with the problem as its body. */
export function problemResponse(document: Problem): Response {
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  }
  if (document.status === 429 || document.status === 503)
    headers['retry-after'] = String(document['retry_after'] ?? 5)
  return new Response(JSON.stringify(document), { status: document.status, headers })
}
