/** One thing that was looked at, apart from the books. */
export interface Check {
  check: 'settings' | 'database' | 'mail' | 'stripe' | 'clock' | 'disk' | 'outbox'
  /** `warning`: it works, and somebody should know. `fault`: something does not work. */
  state: 'ok' | 'warning' | 'fault'
  says: string
  /** What to do about it; null where there is nothing to do. */
  do: string | null
}

export function fine(check: Check['check'], says: string): Check {
  return { check, state: 'ok', says, do: null }
}

export function warning(check: Check['check'], says: string, what: string): Check {
  return { check, state: 'warning', says, do: what }
}

export function fault(check: Check['check'], says: string, what: string): Check {
  return { check, state: 'fault', says, do: what }
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
