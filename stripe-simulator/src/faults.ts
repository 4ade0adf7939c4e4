/** Ways in which an API call can go wrong on purpose. */
export const faultKinds = [
  'rate_limit',
  'lock_timeout',
  'error_before',
  'error_after',
  'drop_before',
  'drop_after',
  'delay',
] as const
export type FaultKind = (typeof faultKinds)[number]

export type Fault = {
  kind: FaultKind
  /** Upper-case method, or null for all. */
  method: string | null
  /** A path in which `*` stands for any one part, or null for all. */
  path: string | null
  account: string | null
  /** How many more requests it strikes. */
  times: number
  delayMs: number
}

/** The faults waiting to strike, oldest first. */
export class Faults {
  #waiting: Fault[] = []

  add(fault: Fault): void {
    this.#waiting.push(fault)
  }

  /** The fault for this request, if one waits; it is used up once. */
  strike(method: string, path: string, account: string | null): Fault | null {
    const fault = this.#waiting.find((candidate) => {
      if (candidate.method && candidate.method !== method) return false
      if (candidate.account && candidate.account !== account) return false
      return !candidate.path || patternOf(candidate.path).test(path)
    })
    if (!fault) return null
    fault.times -= 1
    this.#waiting = this.#waiting.filter((candidate) => candidate.times > 0)
    return { ...fault }
  }

  all(): Fault[] {
    return this.#waiting
  }

  /** Lifts those that wait for one account, or, without one, all. */
  clear(account: string | null = null): void {
    this.#waiting = account ? this.#waiting.filter((fault) => fault.account !== account) : []
  }
}

function patternOf(path: string): RegExp {
  const escaped = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('[^/]+')}$`)
}
