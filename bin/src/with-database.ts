import { type Config, readConfig } from '@quittance/server/config'
import { explainUnreachable } from './explain-unreachable.ts'

/** Settings together with a database that can be connected to. */
export type ReadyConfig = Config & { databaseUrl: string }

/**
 * For commands beside the product: gives `work` the settings with the database of the running product, of DATABASE_URL,
 * or an embedded one started for the time being.
 */
export async function withDatabase<T>(work: (config: ReadyConfig) => Promise<T>): Promise<T> {
  const config = readConfig(process.env)
  const { databaseUrl } = config
  if (databaseUrl) return explainUnreachable(config, () => work({ ...config, databaseUrl }))
  const { attachEmbeddedPostgres } = await import('@quittance/server/platform/db/embedded')
  const database = await attachEmbeddedPostgres({ dataDir: config.dataDir })
  try {
    return await work({ ...config, databaseUrl: database.databaseUrl })
  } finally {
    await database.stop()
  }
}
