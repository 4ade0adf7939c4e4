import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrationsFolder } from '../src/assets.ts'
import { startEmbeddedPostgres } from '../src/platform/db/embedded.ts'
import { migrate } from '../src/platform/db/migrate.ts'

/** Where the template of this run stands. Whoever starts several runs makes it before, and they share it. */
export const databaseTemplate = 'QUITTANCE_TEST_DATABASE'

let made: string | null = null

/** Once for a whole run: an empty database, migrated, of which each world takes a copy instead of making its own. */
export async function setup(): Promise<void> {
  if (process.env[databaseTemplate]) return
  made = mkdtempSync(path.join(tmpdir(), 'quittance-template-'))
  const database = await startEmbeddedPostgres({ dataDir: made })
  await migrate(database.databaseUrl, migrationsFolder)
  await database.stop()
  process.env[databaseTemplate] = made
}

export function teardown(): void {
  if (made) rmSync(made, { recursive: true, force: true })
}

/** Puts a copy into `dataDir`, which is empty; whose the files are is kept. */
export function copyTemplate(dataDir: string): void {
  execFileSync('cp', ['-a', `${process.env[databaseTemplate]}/.`, dataDir])
}
