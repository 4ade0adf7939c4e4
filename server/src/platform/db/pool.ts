import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

const INT8 = 20
const DATE = 1082

/**
 * Opens a pool. Counts and amounts (int8) come as numbers, which I1 keeps far below 2^53; dates stay 'YYYY-MM-DD'
 * strings, since a calendar date has no time zone. The types belong to this pool alone.
 */
export function openDatabase<Tables>(
  connectionString: string,
  options: { size: number; onIdleError(error: Error): void },
): Kysely<Tables> {
  const pool = new pg.Pool({
    connectionString,
    max: options.size,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') => {
        if (oid === INT8) return Number
        if (oid === DATE) return (text: string) => text
        return pg.types.getTypeParser(oid, format)
      },
    } as pg.CustomTypesConfig,
  })
  pool.on('error', options.onIdleError)
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}
