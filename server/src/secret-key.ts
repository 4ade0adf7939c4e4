import { hkdfSync, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const shortestText = 32

/**
 * 32 bytes from what an operator may set as SECRET_KEY: 32 bytes in hex or base64 (`openssl rand -base64 32`) as they
 * are, any other text of at least 32 characters through HKDF-SHA-256.
 *
 * @returns null when the text is too short.
 */
export function parseSecretKey(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64')
  if (text.length < shortestText) return null
  return Buffer.from(hkdfSync('sha256', text, '', 'quittance secret key', 32))
}

/**
 * The keys made for this DATA_DIR, a line each, the newest first: more than one only while a rotation is under way. Empty
 * when none was made yet.
 *
 * @throws Error when the file holds something else.
 */
export function readKeptSecretKeys(dataDir: string): Buffer[] {
  const file = keyFile(dataDir)
  if (!fs.existsSync(file)) return []
  const keys = fs.readFileSync(file, 'utf8').trim().split('\n').map(parseSecretKey)
  if (keys.includes(null))
    throw new Error(`the key kept in ${file} is damaged; put the file back from a backup`)
  return keys as Buffer[]
}

/** Puts a fresh key before the one kept in DATA_DIR, which still opens what it sealed. @throws Error when none is kept. */
export function addSecretKey(dataDir: string): Buffer[] {
  const kept = readKeptSecretKeys(dataDir)
  if (kept.length === 0) throw new Error(`there is no key in ${keyFile(dataDir)}`)
  // Broken off before: its fresh key is the one to go on with.
  const keys = kept.length > 1 ? kept : [randomBytes(32), ...kept]
  writeKeys(dataDir, keys)
  return keys
}

/** Forgets all kept keys but the newest: nothing may be sealed with the others any more. */
export function forgetOldSecretKeys(dataDir: string): void {
  writeKeys(dataDir, readKeptSecretKeys(dataDir).slice(0, 1))
}

function writeKeys(dataDir: string, keys: Buffer[]): void {
  const growing = `${keyFile(dataDir)}.${process.pid}`
  const lines = keys.map((key) => `${key.toString('base64')}\n`).join('')
  fs.writeFileSync(growing, lines, { mode: 0o600, flush: true })
  fs.renameSync(growing, keyFile(dataDir))
}

/**
 * Makes a key for this DATA_DIR and keeps it there, readable by us only. Of two starts at once both get the same one.
 *
 * @throws Error when there is a database already: its secrets were sealed with a key that must not be replaced.
 */
export function makeSecretKey(dataDir: string): Buffer {
  const file = keyFile(dataDir)
  if (fs.existsSync(path.join(dataDir, 'postgres', 'cluster'))) {
    throw new Error(
      `the key of the existing database is missing; put ${file} back from a backup, or set SECRET_KEY`,
    )
  }
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const growing = `${file}.${process.pid}`
  fs.writeFileSync(growing, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true })
  try {
    fs.linkSync(growing, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    fs.rmSync(growing)
  }
  return readKeptSecretKeys(dataDir)[0]!
}

function keyFile(dataDir: string): string {
  return path.join(dataDir, 'secret-key')
}
