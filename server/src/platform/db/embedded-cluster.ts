import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { DatabaseLog } from './embedded-log.ts'
import { dataFolderArgument, startGuarded } from './embedded-process.ts'
import type { ProgramFolder, RunAs } from './embedded-programs.ts'

/** Postgres refuses a data folder of another major version. */
export const postgresMajor = '18'

/** Where the parts of the embedded database live inside DATA_DIR. */
export function clusterPaths(dataDir: string) {
  const home = path.join(dataDir, 'postgres')
  return {
    home,
    cluster: path.join(home, 'cluster'),
    passwordFile: path.join(home, 'password'),
    socket: path.join(home, '.s.PGSQL.5432'),
    postmasterFile: path.join(home, 'cluster', 'postmaster.pid'),
    log: path.join(dataDir, 'postgres.log'),
  }
}

/**
 * Makes the data folder when there is none. It grows under another name and is renamed once complete and on disk, so a
 * folder called `postgres` is a finished one: whatever an interrupted first start left behind is swept away here.
 *
 * @throws Error in one sentence when `postgres` exists but is not a database of ours, or when initdb fails.
 */
export async function ensureCluster(
  programs: ProgramFolder,
  { dataDir, runAs, log }: { dataDir: string; runAs: RunAs; log: DatabaseLog },
): Promise<void> {
  const { home } = clusterPaths(dataDir)
  sweepUnfinished(dataDir)
  removeIfEmpty(home)
  if (!fs.existsSync(home)) await makeCluster(programs, { dataDir, runAs, log })
  refuseForeignFolder(dataDir)
}

async function makeCluster(
  programs: ProgramFolder,
  { dataDir, runAs, log }: { dataDir: string; runAs: RunAs; log: DatabaseLog },
): Promise<void> {
  const { home } = clusterPaths(dataDir)
  const growing = fs.mkdtempSync(`${home}.new-`)
  const cluster = path.join(growing, 'cluster')
  fs.mkdirSync(cluster, { mode: 0o700 })
  fs.writeFileSync(path.join(growing, 'password'), randomBytes(24).toString('base64url'), { mode: 0o600 })
  if (runAs)
    for (const name of ['', 'cluster', 'password'])
      fs.chownSync(path.join(growing, name), runAs.uid, runAs.gid)

  const code = await startGuarded(programs, 'initdb', initdbArguments(runAs), {
    cwd: cluster,
    runAs,
    through: hasName(runAs) ? [] : ['unshare', '--user', '--map-user=65534', '--map-group=65534'],
    onOutput: log.append,
  }).ended
  if (code !== 0) {
    fs.rmSync(growing, { recursive: true, force: true })
    const reason = log.lastLine() ?? `initdb ended with ${code}`
    throw new Error(
      `The database could not be created in ${home}: ${reason}; see ${clusterPaths(dataDir).log}.`,
    )
  }
  moveInto(growing, home)
}

/**
 * Whether our user has an entry in /etc/passwd. initdb refuses one without (`docker run --user 1234`), so it then
 * believes to be `nobody`, in a user namespace of its own; the files still belong to us.
 */
function hasName(runAs: RunAs): boolean {
  if (runAs) return true
  try {
    return os.userInfo().username !== ''
  } catch {
    return false
  }
}

function initdbArguments(runAs: RunAs): string[] {
  return [
    `--pgdata=${dataFolderArgument(runAs)}`,
    '--pwfile=../password',
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
  ]
}

/** Another start at the same moment may have been first: then its folder counts and ours goes. */
function moveInto(growing: string, home: string): void {
  try {
    fs.renameSync(growing, home)
    syncFolder(path.dirname(home))
  } catch (error) {
    fs.rmSync(growing, { recursive: true, force: true })
    if (!fs.existsSync(home)) throw error
  }
}

function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, 'r')
  fs.fsyncSync(handle)
  fs.closeSync(handle)
}

/** An initdb of another start may be at work right now: only what has been left alone for a minute goes. */
function sweepUnfinished(dataDir: string): void {
  const minuteAgo = Date.now() - 60_000
  for (const name of fs.readdirSync(dataDir)) {
    const folder = path.join(dataDir, name)
    if (!name.startsWith('postgres.new-') || fs.statSync(folder).mtimeMs > minuteAgo) continue
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

function removeIfEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder)
  } catch {
    // Not there, or not empty: the next step looks at it.
  }
}

function refuseForeignFolder(dataDir: string): void {
  const { home, cluster, passwordFile } = clusterPaths(dataDir)
  const remedy = 'restore a backup there, or move the folder away to begin with an empty database'
  const version = readIfThere(path.join(cluster, 'PG_VERSION'))?.trim()
  if (version && version !== postgresMajor) {
    throw new Error(
      `The database in ${home} was made by Postgres ${version}, and this Quittance brings Postgres ${postgresMajor}; export it with the older Quittance first.`,
    )
  }
  if (!version || !fs.existsSync(path.join(cluster, 'global', 'pg_control')) || !readIfThere(passwordFile)) {
    throw new Error(`The data folder ${home} is damaged or incomplete; ${remedy}.`)
  }
}

function readIfThere(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}
