import type { Config } from '@quittance/server/config'
import { sentenceOf } from './run-command.ts'

/**
 * Runs what first talks to the operator's own database, and says in one sentence when that lets nobody in. The address
 * is told without user and password.
 */
export async function explainUnreachable<T>(config: Config, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!config.databaseUrl || !isAboutConnecting(error)) throw error
    const { host, pathname } = new URL(config.databaseUrl)
    throw new Error(
      `The database ${pathname.slice(1)} at ${host} (DATABASE_URL) cannot be used: ${sentenceOf(error)}.`,
    )
  }
}

/** Of Postgres: 08… connection, 28… authorization, 3D000 no such database, 53300 too many, 57P03 starting up. */
function isAboutConnecting(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return (
    typeof code === 'string' && /^(E(CONN|NOTFOUND|AI_|HOST|NET|TIMEDOUT)|08|28|3D000|53300|57P03)/.test(code)
  )
}
