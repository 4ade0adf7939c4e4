import { runMigrate } from '@quittance/server/commands'
import type { Outcome } from './run-command.ts'
import { withDatabase } from './with-database.ts'

/** `quittance migrate`: applies the migrations that are missing. */
export async function migrate(): Promise<Outcome> {
  const result = await withDatabase(runMigrate)
  return {
    json: result,
    words:
      result.applied.length > 0 ? `Applied ${result.applied.join(', ')}.` : 'The database is up to date.',
  }
}
