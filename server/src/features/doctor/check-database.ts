import type { App } from '../../context.ts'
import { type Check, fault, fine, warning } from './check.ts'
import { databaseVersion } from './queries.ts'

const oldestSupported = 14

/** Reachable, of a version we know, and as this version of the product wants it. */
export async function checkDatabase(
  app: App,
  migrations: { known: string[]; pending: string[] },
): Promise<Check> {
  const version = await databaseVersion(app.db)
  if (version.major < oldestSupported)
    return fault(
      'database',
      `This is PostgreSQL ${version.name}.`,
      `Move to PostgreSQL ${oldestSupported} or newer.`,
    )
  const { known, pending } = migrations
  if (pending.length === known.length)
    return warning(
      'database',
      'It answers, and is empty.',
      'Start Quittance, or run “quittance migrate”, to set it up.',
    )
  if (pending.length > 0)
    return fault(
      'database',
      `It is older than this version: ${pending.join(', ')} ${pending.length === 1 ? 'is' : 'are'} missing, so the books were not looked at.`,
      'Run “quittance migrate”, or start Quittance.',
    )
  return fine('database', `PostgreSQL ${version.name} answers, and is up to date.`)
}
