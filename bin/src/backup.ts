import { runBackup } from '@quittance/server/backup-commands'
import type { Outcome } from './run-command.ts'
import { withDatabase } from './with-database.ts'

/** `quittance backup [file]`. */
export async function backup(file: string | undefined): Promise<Outcome> {
  const made = await withDatabase((config) => runBackup(config, file))
  return {
    json: made,
    words: [
      `${made.file}: ${made.rows} rows of ${made.tables} tables, ${Math.ceil(made.bytes / 1024)} KB.`,
      'Keep the secret key apart from it (SECRET_KEY, or the file secret-key in DATA_DIR): without it nothing can be restored.',
    ].join('\n'),
  }
}
