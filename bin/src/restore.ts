import { runEmbeddedRestore, runRestore } from '@quittance/server/backup-commands'
import { readConfig } from '@quittance/server/config'
import { explainUnreachable } from './explain-unreachable.ts'
import type { Outcome } from './run-command.ts'

/** `quittance restore <file>`. The product must not run on the embedded database meanwhile. */
export async function restore(file: string, { replace = false }: { replace?: boolean }): Promise<Outcome> {
  const config = readConfig(process.env)
  const { databaseUrl } = config
  if (databaseUrl) {
    if (replace)
      throw new Error(
        '--replace is for the embedded database; point DATABASE_URL at an empty database instead.',
      )
    const restored = await explainUnreachable(config, () => runRestore({ ...config, databaseUrl }, file))
    return told({ ...restored, previous_database: null })
  }
  const { startEmbeddedPostgres } = await import('@quittance/server/platform/db/embedded')
  const database = await startEmbeddedPostgres({ dataDir: config.dataDir })
  try {
    return told(await runEmbeddedRestore({ ...config, databaseUrl: database.databaseUrl }, file, { replace }))
  } finally {
    await database.stop()
  }
}

function told(restored: Awaited<ReturnType<typeof runEmbeddedRestore>>): Outcome {
  const { rows, made_at: madeAt, previous_database: previous } = restored
  return {
    json: restored,
    words: [
      `Restored ${rows} rows as they were at ${madeAt}.`,
      ...(previous ? [`What was there before is kept in the database ${previous}.`] : []),
      'Before anything is charged, Quittance reads at Stripe what happened since. Start it with: npm start',
    ].join('\n'),
  }
}
