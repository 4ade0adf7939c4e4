import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

/** What the build is made from. Tests are not part of it. */
const sources = [
  'core/src',
  'server/src',
  'server/migrations',
  'admin',
  'stripe-simulator/src',
  'stripe-simulator/package.json',
  'bin/src',
  'bin/launcher',
  'package-lock.json',
]

/**
 * Whether dist/ was built from the sources as they are, judged by names, sizes and dates.
 *
 * @param {string} root
 */
export function isBuilt(root) {
  return readIfThere(stampFile(root)) === sourceDigest(root)
}

/**
 * Builds dist/. The stamp goes first and comes back last, so a build that was cut off is made again.
 *
 * @param {string} root
 * @throws {Error} in one sentence; the tools' own messages are on stderr
 */
export async function build(root) {
  console.error('Building Quittance …')
  const digest = sourceDigest(root)
  fs.mkdirSync(path.join(root, 'dist'), { recursive: true })
  fs.rmSync(stampFile(root), { force: true })
  const script = path.join(root, 'bin', 'launcher', 'build-all.mjs')
  const { status } = spawnSync(process.execPath, [script], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (status !== 0) throw new Error('Building failed; see the messages above.')
  fs.writeFileSync(stampFile(root), digest)
}

function sourceDigest(root) {
  const hash = createHash('sha256')
  for (const source of sources) addTo(hash, path.join(root, source))
  return hash.digest('hex')
}

function addTo(hash, at) {
  const stat = fs.statSync(at, { throwIfNoEntry: false })
  if (!stat) return
  if (!stat.isDirectory()) {
    hash.update(`${at}:${stat.size}:${stat.mtimeMs}\n`)
    return
  }
  for (const name of fs.readdirSync(at).sort()) {
    if (name !== 'node_modules' && !/\.test\.tsx?$/.test(name)) addTo(hash, path.join(at, name))
  }
}

function stampFile(root) {
  return path.join(root, 'dist', '.built')
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
