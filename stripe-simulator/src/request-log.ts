/** One request as a test may look at it. Keys are never kept, only their kind. */
export type LoggedRequest = {
  at: string
  method: string
  path: string
  account: string | null
  keyKind: 'secret' | 'restricted' | 'publishable' | 'none'
  idempotencyKey: string | null
  stripeVersion: string | null
  status: number | null
  requestId: string
  replayed: boolean
  fault: string | null
}

const limit = 5_000

/** The last few thousand requests, in memory. */
export class RequestLog {
  readonly #requests: LoggedRequest[] = []

  add(request: LoggedRequest): LoggedRequest {
    this.#requests.push(request)
    if (this.#requests.length > limit) this.#requests.shift()
    return request
  }

  all(account: string | null): LoggedRequest[] {
    return this.#requests.filter((request) => !account || request.account === account)
  }

  clear(): void {
    this.#requests.length = 0
  }
}
