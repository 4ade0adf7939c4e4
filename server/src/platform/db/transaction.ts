import type { Kysely, Transaction } from 'kysely'

const retriedStates = new Set(['40001', '40P01'])
const attemptsAtMost = 4

/** Runs `work` in one transaction, again from its start when Postgres reports a deadlock or a serialization failure. */
export async function inTransaction<Tables, T>(
  db: Kysely<Tables>,
  work: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      if (attempt === attemptsAtMost || !retriedStates.has(stateOf(error))) throw error
      await new Promise((resolve) => setTimeout(resolve, attempt * 20))
    }
  }
}

/** Whether `error` is Postgres refusing a second row under the unique index `name`. */
export function violates(error: unknown, name: string): boolean {
  return stateOf(error) === '23505' && (error as { constraint?: string }).constraint === name
}

function stateOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? '')
}
