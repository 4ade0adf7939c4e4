import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

/**
 * Whether node_modules holds what package-lock.json asks for. A stamp of ours says so at once; after somebody's own
 * `npm ci` the list that npm leaves in node_modules is compared.
 *
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = lockDigest(root)
  if (readIfThere(stampFile(root)) === wanted) return true
  if (!matchesLock(root)) return false
  writeStamp(root, wanted)
  return true
}

/**
 * Installs exactly what package-lock.json says. npm's own words go to stderr, so that `--json` stays readable.
 *
 * @param {string} root
 * @throws {Error} in one sentence
 */
export function install(root) {
  console.error('Installing what Quittance needs (once, about a minute) …')
  const npm = npmCommand()
  const args = [...npm.args, 'ci', '--no-audit', '--no-fund', '--include=dev']
  const { status, error } = spawnSync(npm.command, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (error?.code === 'ENOENT') {
    throw new Error('npm was not found; it comes with Node, see https://nodejs.org.')
  }
  if (status !== 0) {
    throw new Error(
      `Installing failed (npm ended with ${status ?? error?.message}); see its messages above. Check the network, then run "npm ci" in ${root}.`,
    )
  }
  writeStamp(root, lockDigest(root))
}

/** The npm that started us, else the one beside our Node, else the one on the PATH. */
function npmCommand() {
  if (process.env.npm_execpath?.endsWith('.js')) {
    return { command: process.execPath, args: [process.env.npm_execpath] }
  }
  const beside = path.join(path.dirname(process.execPath), 'npm')
  return { command: fs.existsSync(beside) ? beside : 'npm', args: [] }
}

function matchesLock(root) {
  const installed = readIfThere(path.join(root, 'node_modules', '.package-lock.json'))
  if (!installed) return false
  const present = JSON.parse(installed).packages
  const wanted = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([name, { version, link, optional, devOptional, peer }]) => {
    if (!name.startsWith('node_modules/')) return true
    const found = present[name]
    if (!found) return Boolean(optional || devOptional || peer)
    return link || found.version === version
  })
}

function lockDigest(root) {
  return createHash('sha256')
    .update(fs.readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex')
}

function stampFile(root) {
  return path.join(root, 'node_modules', '.quittance-installed')
}

function writeStamp(root, digest) {
  try {
    fs.writeFileSync(stampFile(root), digest)
  } catch {
    // A checkout we may only read: the lists are compared again next time.
  }
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
