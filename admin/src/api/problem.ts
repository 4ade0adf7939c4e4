import type { FieldFault } from '@quittance/core/refusal'

/** The server said no (RFC 9457). `message` is a sentence for a person; `errors` name fields by JSON Pointer. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly errors: FieldFault[]

  constructor(status: number, code: string, detail: string, errors: FieldFault[] = []) {
    super(detail)
    this.name = 'ApiProblem'
    this.status = status
    this.code = code
    this.errors = errors
  }
}

/** The problem in a refused answer; an answer that is no problem document is told as a fault of the server. */
export async function problemFrom(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null)
  if (isProblemBody(body)) return new ApiProblem(response.status, body.code, body.detail, body.errors)
  return new ApiProblem(
    response.status,
    'unreadable_answer',
    `The server answered with an error (${response.status}). Try again in a moment.`,
  )
}

/** What to tell a person of anything that was thrown. */
export function sentenceFor(error: unknown): string {
  if (error instanceof ApiProblem) return error.message
  // fetch rejects with a TypeError when there is no answer at all.
  if (error instanceof TypeError)
    return 'The server cannot be reached. Check the connection and try again; nothing is lost.'
  return 'Something went wrong in this page. Reload it and try again.'
}

/** The faults of fields, if that is what was thrown. */
export function faultsOf(error: unknown): FieldFault[] {
  return error instanceof ApiProblem ? error.errors : []
}

function isProblemBody(body: unknown): body is { code: string; detail: string; errors?: FieldFault[] } {
  return (
    typeof body === 'object' &&
    body !== null &&
    'code' in body &&
    typeof body.code === 'string' &&
    'detail' in body &&
    typeof body.detail === 'string'
  )
}
