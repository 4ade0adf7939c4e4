/** The `type` values of an API error, with the HTTP statuses they come with. */
type ErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'

export type ErrorFields = {
  code?: string
  param?: string
  decline_code?: string
  advice_code?: string
  network_advice_code?: string
  network_decline_code?: string
  charge?: string
  payment_intent?: object
  setup_intent?: object
  payment_method?: object
}

/** A refusal as Stripe words it ("Errors" in the API reference). Thrown by handlers, answered by the server. */
export class StripeError extends Error {
  readonly status: number
  readonly type: ErrorType
  readonly fields: ErrorFields
  /** True for a declined attempt: the failed charge and the changed intent stay. */
  readonly keepsChanges: boolean

  constructor(status: number, type: ErrorType, message: string, fields: ErrorFields = {}) {
    super(message)
    this.status = status
    this.type = type
    this.fields = fields
    this.keepsChanges = status === 402
  }
}

/** 400 `invalid_request_error`. */
export function invalidRequest(message: string, fields: ErrorFields = {}): StripeError {
  return new StripeError(400, 'invalid_request_error', message, fields)
}

/**
 * `resource_missing`: 404 when the id stood in the path, 400 when it came as the parameter `param`.
 */
export function resourceMissing(
  noun: string,
  id: string,
  where: { param: string; inPath: boolean },
): StripeError {
  return new StripeError(where.inPath ? 404 : 400, 'invalid_request_error', `No such ${noun}: '${id}'`, {
    code: 'resource_missing',
    param: where.param,
  })
}

/** The JSON body of an error answer; `render` turns objects inside into their public form. */
export function errorBody(error: StripeError, requestId: string, render: (object: object) => object): object {
  const { payment_intent, setup_intent, payment_method, ...plain } = error.fields
  return {
    error: {
      ...plain,
      ...(plain.code && {
        doc_url: `https://stripe.com/docs/error-codes/${plain.code.replaceAll('_', '-')}`,
      }),
      message: error.message,
      ...(payment_intent && { payment_intent: render(payment_intent) }),
      ...(payment_method && { payment_method: render(payment_method) }),
      request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}?t=0`,
      ...(setup_intent && { setup_intent: render(setup_intent) }),
      type: error.type,
    },
  }
}

/** The flat body of a refused OAuth call ("OAuth reference"); `code` is its `error`, where there is a better one. */
export function oauthErrorBody(error: StripeError): object {
  const fallback = error.status === 401 || error.status === 403 ? 'invalid_client' : 'invalid_request'
  const known = /^(invalid_(grant|client)|unsupported_grant_type)$/.test(error.fields.code ?? '')
  return { error: known ? error.fields.code : fallback, error_description: error.message }
}
