import fs from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { clusterPaths } from './embedded-cluster.ts'
import type { DatabaseLog } from './embedded-log.ts'
import { dataFolderArgument, type GuardedProcess, startGuarded } from './embedded-process.ts'
import type { ProgramFolder, RunAs } from './embedded-programs.ts'

const readyWithinMs = 120_000
const stoppedWithinMs = 3_500
const leftoversEndWithinMs = 10_000

interface Cluster {
  dataDir: string
  runAs: RunAs
  log: DatabaseLog
}

/**
 * Starts Postgres on a finished data folder and waits until it accepts connections.
 *
 * @throws Error in one sentence with Postgres's own reason.
 */
export async function startPostgres(
  programs: ProgramFolder,
  { dataDir, runAs, log }: Cluster,
): Promise<GuardedProcess> {
  const startedAt = Date.now()
  for (;;) {
    removeStalePostmasterFile(dataDir)
    const attempt = await launch(programs, { dataDir, runAs, log })
    if (attempt.ready) return attempt.postgres
    const failure = log.lastFailure() ?? 'it gave no reason'
    const patience = Date.now() - startedAt < leftoversEndWithinMs
    if (patience && leftoversOfAKill.test(failure)) {
      await sleep(200)
      continue
    }
    if (leftoversOfAKill.test(failure)) throw inUse(dataDir)
    throw new Error(
      `The database in ${clusterPaths(dataDir).home} cannot be started: ${failure}. Restore a backup, or move the folder away to begin with an empty database; details in ${clusterPaths(dataDir).log}.`,
    )
  }
}

/** After a kill -9 of everything, Postgres's own children take a moment to notice and to let go of the folder. */
const leftoversOfAKill = /lock file .* already exists|shared memory block .* still in use/

async function launch(
  programs: ProgramFolder,
  { dataDir, runAs, log }: Cluster,
): Promise<{ postgres: GuardedProcess; ready: boolean }> {
  let sayReady: (ready: boolean) => void = () => {}
  const isReady = new Promise<boolean>((resolve) => {
    sayReady = resolve
  })
  const postgres = startGuarded(programs, 'postgres', serverArguments(runAs), {
    cwd: clusterPaths(dataDir).cluster,
    runAs,
    onOutput(text) {
      log.append(text)
      if (log.says('ready to accept connections')) sayReady(true)
    },
  })
  const tooLate = setTimeout(() => {
    log.append(`FATAL:  it was not ready after ${readyWithinMs / 1000} seconds\n`)
    postgres.stop()
  }, readyWithinMs)
  const ready = await Promise.race([isReady, postgres.ended.then(() => false)])
  clearTimeout(tooLate)
  return { postgres, ready }
}

/**
 * Given at every start rather than kept in postgresql.conf, so that a newer Quittance brings its own. Commits are
 * durable (fsync stays on); little WAL, for a short recovery; few processes and buffers, for a small idle memory.
 */
function serverArguments(runAs: RunAs): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: '..',
    unix_socket_permissions: '0700',
    port: '5432',
    shared_buffers: '64MB',
    max_connections: '100',
    max_wal_size: '128MB',
    min_wal_size: '32MB',
    io_method: 'sync',
    jit: 'off',
    max_logical_replication_workers: '0',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    logging_collector: 'off',
    lc_messages: 'C',
  }
  return [
    '-D',
    dataFolderArgument(runAs),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}

/** Fast shutdown; immediate shutdown (recovered at the next start) when that takes too long. */
export async function stopPostgres(postgres: GuardedProcess, dataDir: string): Promise<void> {
  postgres.stop()
  const stopped = await Promise.race([
    postgres.ended.then(() => true),
    sleep(stoppedWithinMs, false, { ref: false }),
  ])
  if (stopped) return
  const pid = postmasterPid(dataDir)
  if (pid) process.kill(pid, 'SIGQUIT')
  await postgres.ended
}

/** What to say when somebody else works on the data folder. */
export function inUse(dataDir: string): Error {
  const pid = postmasterPid(dataDir)
  const who = pid ? ` (database process ${pid})` : ''
  return new Error(
    `The data folder ${dataDir} is in use by another Quittance${who}; stop that one first, or choose another DATA_DIR.`,
  )
}

/**
 * After a kill -9 and a restart of the machine or container, the process id in the old file may belong to anybody.
 * Postgres then refuses for ever; so the file goes once nothing at all works in the folder. Linux only: elsewhere
 * Postgres's own check has to do.
 */
function removeStalePostmasterFile(dataDir: string): void {
  const pid = postmasterPid(dataDir)
  if (!pid || process.platform !== 'linux' || worksIn(pid, dataDir)) return
  const others = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  if (others.some((other) => worksIn(Number(other), dataDir))) return
  fs.rmSync(clusterPaths(dataDir).postmasterFile, { force: true })
}

function postmasterPid(dataDir: string): number | null {
  try {
    return Number.parseInt(fs.readFileSync(clusterPaths(dataDir).postmasterFile, 'utf8'), 10) || null
  } catch {
    return null
  }
}

function worksIn(pid: number, dataDir: string): boolean {
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === clusterPaths(dataDir).cluster
  } catch {
    return false
  }
}
