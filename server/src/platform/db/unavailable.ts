/**
 * Whether `error` says that the database cannot serve now, though it may in a moment: not reached, cut off, starting up,
 * out of disk, memory or connections, a lock or an answer that did not come in time, a deadlock that outlived its repeats.
 * What was under way was rolled back, unless the connection broke at its commit.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  return (
    (typeof code === 'string' && unavailable.test(code)) ||
    (typeof message === 'string' && brokenConnection.test(message))
  )
}

// Postgres's classes 08 (connection), 40 (rolled back), 53 (resources), 57 (operator), 58 (system), and of 25 and 55 what
// passes: a failover's read-only moment, a transaction or a lock that took too long. The rest are node's.
const unavailable =
  /^(08...|40001|40P01|53...|57...|58...|25006|25P0[34]|55P03|ECONN[A-Z]+|EPIPE|ENOENT|ENOSPC|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/

// node-postgres gives these no code.
const brokenConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed)/
