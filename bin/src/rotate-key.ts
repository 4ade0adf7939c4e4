import { readConfig } from '@quittance/server/config'
import { resealEverything } from '@quittance/server/rotate-key'
import { addSecretKey, forgetOldSecretKeys } from '@quittance/server/secret-key'
import { explainUnreachable } from './explain-unreachable.ts'
import type { Outcome } from './run-command.ts'

/**
 * `quittance rotate-key`. The key kept in DATA_DIR is replaced by a fresh one, while the product does not run. A key
 * given by SECRET_KEY is rotated by whoever gives it: this seals everything with it, and may run beside the product.
 */
export async function rotateKey(): Promise<Outcome> {
  const config = readConfig(process.env)
  const { databaseUrl } = config
  if (databaseUrl) {
    assertPrevious(config.secretKeys.length)
    const { resealed } = await explainUnreachable(config, () => resealEverything({ ...config, databaseUrl }))
    return told(resealed, 'SECRET_KEY_PREVIOUS is no longer needed; take it out and restart.')
  }
  const { startEmbeddedPostgres } = await import('@quittance/server/platform/db/embedded')
  const database = await startEmbeddedPostgres({ dataDir: config.dataDir })
  try {
    const ready = { ...config, databaseUrl: database.databaseUrl }
    if (process.env.SECRET_KEY) {
      assertPrevious(config.secretKeys.length)
      const { resealed } = await resealEverything(ready)
      return told(resealed, 'SECRET_KEY_PREVIOUS is no longer needed.')
    }
    const { resealed } = await resealEverything({ ...ready, secretKeys: addSecretKey(config.dataDir) })
    forgetOldSecretKeys(config.dataDir)
    return told(
      resealed,
      'The new key is in the file secret-key of DATA_DIR; keep the old one with older backups.',
    )
  } finally {
    await database.stop()
  }
}

function assertPrevious(keys: number): void {
  if (keys < 2)
    throw new Error(
      'There is no older key to rotate from. Set SECRET_KEY to the new key and SECRET_KEY_PREVIOUS to the old one, restart Quittance, then run this again.',
    )
}

function told(resealed: number, next: string): Outcome {
  return { json: { resealed }, words: `${resealed} secrets were sealed with the new key. ${next}` }
}
