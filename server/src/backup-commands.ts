import fs from 'node:fs'
import path from 'node:path'
import type { ReadyConfig } from './app.ts'
import { migrationsFolder } from './assets.ts'
import { nameOfKey } from './platform/crypto/sealer.ts'
import { type BackupSums, loadBackup, readBackupHeader, writeBackup } from './platform/db/backup.ts'
import { databaseUrlOf, onServer, withClient } from './platform/db/databases.ts'
import { knownMigrations, migrate } from './platform/db/migrate.ts'

/** Who holds what at this moment is of no use later. */
const notKept = ['leases']

/** What Stripe did since is read again this far back before anything is charged (F14, I27). */
const readAgainDays = 30

export interface BackupMade extends BackupSums {
  file: string
  bytes: number
  made_at: string
}

/**
 * `quittance backup`: the whole database at one moment, beside the running product. Without a name the file goes to
 * `backups` in DATA_DIR. @throws Error when it exists already.
 */
export async function runBackup(config: ReadyConfig, wished: string | undefined): Promise<BackupMade> {
  const madeAt = new Date()
  const stamp = madeAt.toISOString().replaceAll(':', '-').replace(/\..*/, 'Z')
  const file = path.resolve(wished ?? path.join(config.dataDir, 'backups', `quittance-${stamp}.sql.gz`))
  if (fs.existsSync(file)) throw new Error(`${file} exists already; choose another name.`)
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const sums = await writeBackup(config.databaseUrl, file, {
    keys: config.secretKeys.map(nameOfKey),
    skip: notKept,
    madeAt,
  })
  return { file, bytes: fs.statSync(file).size, made_at: madeAt.toISOString(), ...sums }
}

export interface BackupRestored extends BackupSums {
  file: string
  made_at: string
  /** Migrations that the backup had not seen yet. */
  applied: string[]
}

/**
 * `quittance restore`, into a database that has no business yet. Nothing is charged afterwards before Stripe's events of
 * the last 30 days before the backup, and of all time since, were read.
 * @throws Error in one sentence: a damaged file, another key, a newer version, a database in use. Nothing is restored then.
 */
export async function runRestore(config: ReadyConfig, file: string): Promise<BackupRestored> {
  const header = await readBackupHeader(file)
  await assertReadable(config, file, header)
  if (await hasBusinesses(config.databaseUrl))
    throw new Error('The database is not empty; restore into an empty one, so that nothing is lost.')
  await migrate(config.databaseUrl, migrationsFolder, header.migrations)
  const sums = await loadBackup(config.databaseUrl, file, async (client) => {
    await client.query(
      `update stripe_connections set
         caught_up_at = 'epoch',
         events_read_until = least(events_read_until, $1::timestamptz - make_interval(days => $2))`,
      [header.made_at, readAgainDays],
    )
  })
  return {
    file,
    made_at: header.made_at,
    applied: await migrate(config.databaseUrl, migrationsFolder),
    ...sums,
  }
}

/**
 * The same into the embedded database, which nobody else may use meanwhile. With `replace` what is in it is kept beside,
 * as another database of the same server, whose name is returned.
 */
export async function runEmbeddedRestore(
  config: ReadyConfig,
  file: string,
  { replace }: { replace: boolean },
): Promise<BackupRestored & { previous_database: string | null }> {
  const { databaseUrl } = config
  const isUsed = await hasBusinesses(databaseUrl)
  if (isUsed && !replace)
    throw new Error(
      `The database in ${config.dataDir} is not empty. With --replace it is kept beside under another name; or choose another DATA_DIR.`,
    )
  await onServer(databaseUrl, 'drop database if exists quittance_restoring')
  await onServer(databaseUrl, 'create database quittance_restoring')
  const restored = await runRestore(
    { ...config, databaseUrl: databaseUrlOf(databaseUrl, 'quittance_restoring') },
    file,
  )
  const previous = `quittance_before_${new Date()
    .toISOString()
    .replace(/\..*|[-:]/g, '')
    .toLowerCase()}`
  await onServer(databaseUrl, `alter database quittance rename to ${previous}`)
  await onServer(databaseUrl, 'alter database quittance_restoring rename to quittance')
  if (!isUsed) await onServer(databaseUrl, `drop database ${previous}`)
  return { ...restored, previous_database: isUsed ? previous : null }
}

/** Whether somebody works with this database already. */
function hasBusinesses(databaseUrl: string): Promise<boolean> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('accounts') is not null as there`,
    )
    return rows[0]!.there && (await client.query('select from accounts limit 1')).rowCount === 1
  })
}

async function assertReadable(
  config: ReadyConfig,
  file: string,
  header: { migrations: string[]; keys: string[] },
): Promise<void> {
  const known = await knownMigrations(migrationsFolder)
  const unknown = header.migrations.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new Error(
      `${file} was made by a newer Quittance (it knows ${unknown.join(', ')}); restore it with that version.`,
    )
  const ours = config.secretKeys.map(nameOfKey)
  if (!ours.includes(header.keys[0]!))
    throw new Error(
      `What is secret in ${file} was sealed with another SECRET_KEY. Put the secret-key file of that time into DATA_DIR, or set SECRET_KEY (or SECRET_KEY_PREVIOUS) to that key, and restore again.`,
    )
}
