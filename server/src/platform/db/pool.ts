import { createHash } from 'node:crypto'
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
  pool.on('connect', prepareMarked)
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

const mark = '/* prepared */'

/**
 * A statement that begins with the mark is planned once a connection and kept under a name: joining six tables takes
 * Postgres longer to plan than to run. Only for fixed texts, since each stays in memory on every connection.
 */
function prepareMarked(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const prepare = (text: unknown, values: unknown, ...rest: unknown[]) =>
    typeof text === 'string' && text.startsWith(mark)
      ? query({ name: nameOf(text), text, values }, ...rest)
      : query(text, values, ...rest)
  client.query = prepare as typeof client.query
}

const names = new Map<string, string>()

function nameOf(text: string): string {
  const known = names.get(text) ?? createHash('sha256').update(text).digest('hex').slice(0, 32)
  names.set(text, known)
  return known
}
