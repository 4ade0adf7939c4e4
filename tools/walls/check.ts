// The import walls of the house: `npm run check` runs this. Prints each breach with what to do instead; exit code 1.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { findBreaches } from './find-breaches.ts'

const root = path.resolve(fileURLToPath(import.meta.url), '..', '..', '..')
const workspaces = ['core', 'server', 'admin', 'stripe-simulator', 'e2e', 'bin']

const files = new Map<string, string>()
for (const workspace of workspaces) {
  for (const name of fs.readdirSync(path.join(root, workspace), { recursive: true, encoding: 'utf8' })) {
    const file = path.posix.join(workspace, name)
    if (/(?<!\.d)\.tsx?$/.test(name) && !name.includes('node_modules')) {
      files.set(file, fs.readFileSync(path.join(root, file), 'utf8'))
    }
  }
}

const breaches = findBreaches(files)
for (const { file, line, wall, target, teach } of breaches) {
  console.error(`${file}:${line} → ${target}\n  ${wall}: ${teach}.`)
}
console.log(`${files.size} files, ${breaches.length} breaches`)
process.exitCode = breaches.length > 0 ? 1 : 0
