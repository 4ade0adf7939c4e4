import { readdir, readFile } from 'node:fs/promises'
import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import { openDatabase } from './pool.ts'

/**
 * Brings the database up to date: the numbered .sql files of `folder`, forward only, under Kysely's lock, so that
 * replicas starting together do it once. On connections of its own, since a migration may take longer than any request.
 * With `only`, no more than those: an older state, to load a backup of that time. Returns the names applied now.
 */
export async function migrate(databaseUrl: string, folder: URL, only?: string[]): Promise<string[]> {
  const db = openDatabase<unknown>(databaseUrl, { size: 2, patient: true, onIdleError: () => {} })
  try {
    const { error, results } = await migrator(db, folder, only).migrateToLatest()
    if (error) throw error instanceof Error ? error : new Error(String(error))
    return (results ?? []).map((result) => result.migrationName)
  } finally {
    await db.destroy()
  }
}

/** The migrations that are still to be applied; empty when the database is ready. */
export async function pendingMigrations<Tables>(db: Kysely<Tables>, folder: URL): Promise<string[]> {
  const all = await migrator(db, folder).getMigrations()
  return all.filter((migration) => !migration.executedAt).map((migration) => migration.name)
}

/** The names of all migrations there are. */
export async function knownMigrations(folder: URL): Promise<string[]> {
  return (await readdir(folder))
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
    .map((file) => file.replace(/\.sql$/, ''))
}

function migrator<Tables>(db: Kysely<Tables>, folder: URL, only?: string[]): Migrator {
  return new Migrator({
    db,
    // Branches land in any order: a database that already has 0004 still gets the 0003 that came after it.
    allowUnorderedMigrations: true,
    provider: {
      async getMigrations() {
        const names = (await knownMigrations(folder)).filter((name) => !only || only.includes(name))
        const entries = await Promise.all(
          names.map(async (name) => [name, await readFile(new URL(`${name}.sql`, folder), 'utf8')] as const),
        )
        return Object.fromEntries(
          entries.map(([name, text]): [string, Migration] => [
            name,
            { up: async (on) => void (await sql.raw(text).execute(on)) },
          ]),
        )
      },
    },
  })
}
