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
  options: {
    size: number
    onIdleError(error: Error): void
    /** No statement is ever cut short: for migrations. */
    patient?: boolean
  },
): Kysely<Tables> {
  const pool = new pg.Pool({
    connectionString,
    max: options.size,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    ...(options.patient ? {} : limits),
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
  pool.on('connect', leaveSilentServer)
  // One that breaks while it is lent out and has nothing to answer tells nobody else, and would end the process.
  pool.on('connect', (client) => client.on('error', options.onIdleError))
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

/** So that whoever waits is told in time, and whoever died holds nobody up (F6). Milliseconds. */
const limits = {
  lock_timeout: 8_000,
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 60_000,
  // Counted here: the server that keeps no other limit is the one that does not answer at all.
  query_timeout: 35_000,
}

/** A connection on which an answer is overdue is of no more use: its next query would wait behind the lost one. */
function leaveSilentServer(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const leaving = (...args: unknown[]) => {
    const answer = query(...args)
    if (answer instanceof Promise)
      answer.catch((error: Error) => {
        if (error.message === 'Query read timeout') (client as unknown as Silent).connection.stream.destroy()
      })
    return answer
  }
  client.query = leaving as typeof client.query
}

interface Silent {
  connection: { stream: { destroy(): void } }
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
