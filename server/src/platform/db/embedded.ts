import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { answers, canLogIn, password, socketAddress, urlFor, withClient } from './embedded-address.ts'
import { clusterPaths, ensureCluster } from './embedded-cluster.ts'
import { openDatabaseLog } from './embedded-log.ts'
import { findPostgresPrograms, type RunAs } from './embedded-programs.ts'
import { inUse, startPostgres, stopPostgres } from './embedded-server.ts'

export interface EmbeddedPostgres {
  /** libpq-style address over a Unix socket, for node-postgres: owner of the database `quittance`, no superuser. */
  databaseUrl: string
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. Safe to call twice. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  dataDir: string
  log?: { warn(message: string): void }
  /** Called when the database ends although nobody asked it to. */
  onUnexpectedEnd?(error: Error): void
}

const nobody = 65534
const otherEndsWithinMs = 10_000
const inUseAfterMs = 1_500

/**
 * Starts a real Postgres of our own on the data in `dataDir/postgres`, made on first use. It listens on a Unix socket
 * only, runs as `nobody` when we are root, and ends with us even after a kill -9.
 *
 * @throws Error in one clear sentence: folder in use by another Quittance, damaged, of another version or owner.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = openDataDir(options.dataDir)
  const runAs = chooseUser(dataDir)
  const log = openDatabaseLog(clusterPaths(dataDir).log, runAs)
  const programs = findPostgresPrograms({ dataDir, runAs })

  await waitUntilFree(dataDir)
  await ensureCluster(programs, { dataDir, runAs, log })
  const postgres = await startPostgres(programs, { dataDir, runAs, log })
  const address = socketAddress(dataDir)
  let stopping: Promise<void> | null = null
  void postgres.ended.then(() => {
    if (!stopping)
      options.onUnexpectedEnd?.(
        new Error(`The database ended unexpectedly; see ${clusterPaths(dataDir).log}.`),
      )
  })
  function stop(): Promise<void> {
    stopping ??= stopPostgres(postgres, dataDir).finally(address.remove)
    return stopping
  }
  try {
    await ensureDatabase(dataDir, address.folder)
  } catch (error) {
    await stop()
    throw error
  }
  return { databaseUrl: urlFor(dataDir, address.folder, { user: 'quittance', database: 'quittance' }), stop }
}

/**
 * For commands: connects to the database of the Quittance that runs on `dataDir`, or starts it for the time being.
 * `stop()` ends only what was started here.
 */
export async function attachEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = openDataDir(options.dataDir)
  if (!(await answers(dataDir))) return startEmbeddedPostgres(options)
  const address = socketAddress(dataDir)
  return {
    databaseUrl: urlFor(dataDir, address.folder, { user: 'quittance', database: 'quittance' }),
    stop: async () => address.remove(),
  }
}

function openDataDir(dataDir: string): string {
  if (process.platform === 'win32') {
    throw new Error('The embedded database needs Linux or macOS; on Windows use WSL, or set DATABASE_URL.')
  }
  const folder = path.resolve(dataDir)
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    fs.accessSync(folder, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK)
    return fs.realpathSync(folder)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const reason =
      code === 'EACCES' || code === 'EPERM' ? 'this user may not write there' : (error as Error).message
    throw new Error(`The data folder ${folder} cannot be used: ${reason}; choose another with DATA_DIR.`)
  }
}

/** Postgres refuses root, so root's database runs as `nobody`, or as the owner of the data folder it finds. */
function chooseUser(dataDir: string): RunAs {
  const us = process.getuid?.() ?? 0
  const home = fs.statSync(clusterPaths(dataDir).home, { throwIfNoEntry: false })
  if (us !== 0) {
    if (home && home.uid !== us) {
      throw new Error(
        `The data folder ${dataDir} belongs to another user; start Quittance as that user, or choose another DATA_DIR.`,
      )
    }
    return null
  }
  return home && home.uid !== 0 ? { uid: home.uid, gid: home.gid } : { uid: nobody, gid: nobody }
}

/**
 * A database still alive in the folder is either the one of a Quittance killed a moment ago, which is shutting down,
 * or another Quittance at work, which must not be disturbed. The socket tells, also between containers.
 */
async function waitUntilFree(dataDir: string): Promise<void> {
  const startedAt = Date.now()
  while (await answers(dataDir)) {
    const waitedMs = Date.now() - startedAt
    const usable = await canLogIn(dataDir)
    if (waitedMs > otherEndsWithinMs || (usable && waitedMs > inUseAfterMs)) throw inUse(dataDir)
    await sleep(100)
  }
}

/** The owner of our tables is no superuser: whatever slips into SQL cannot read files or run programs. */
async function ensureDatabase(dataDir: string, folder: string): Promise<void> {
  const { home } = clusterPaths(dataDir)
  const done = path.join(home, 'prepared')
  if (fs.existsSync(done)) return
  await withClient(urlFor(dataDir, folder, { user: 'postgres', database: 'postgres' }), async (client) => {
    const missing = async (catalog: string) => (await client.query(`select from ${catalog}`)).rowCount === 0
    if (await missing(`pg_roles where rolname = 'quittance'`)) {
      await client.query(`create role quittance login createdb password '${password(dataDir)}'`)
    }
    if (await missing(`pg_database where datname = 'quittance'`)) {
      await client.query('create database quittance owner quittance')
    }
  })
  fs.writeFileSync(done, '')
}
