// `npm run openapi` writes docs/openapi.json from the routes, and from it admin/src/api/schema.d.ts. With --check it
// writes nothing and fails when the files in the repository are not what it would write.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { install, isInstalled } from '../bin/launcher/install.mjs'
import { root } from './suites.mjs'

const check = process.argv.includes('--check')
const tool = path.join(root, 'tools', 'openapi-types')
const documentFile = path.join(root, 'docs', 'openapi.json')
const typesFile = path.join(root, 'admin', 'src', 'api', 'schema.d.ts')

const document = describeApi()
const fresh = path.join(root, '.cache', 'openapi.json')
fs.mkdirSync(path.dirname(fresh), { recursive: true })
fs.writeFileSync(fresh, document)
if (!isInstalled(tool)) install(tool)
const types = `// Written by \`npm run openapi\` from docs/openapi.json: do not edit.\n${makeTypes(fresh)}`

for (const [file, content] of [
  [documentFile, document],
  [typesFile, types],
]) {
  const name = path.relative(root, file)
  const current = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null
  if (current === content) {
    console.log(`${name} is up to date`)
  } else if (check) {
    console.error(`${name} is not what the routes say; run "npm run openapi" and commit the change`)
    process.exitCode = 1
  } else {
    fs.writeFileSync(file, content)
    console.log(`${name} written`)
  }
}

function describeApi() {
  const script = `
    import { openApiDocument } from '@quittance/server/commands'
    console.log(JSON.stringify(openApiDocument(), null, 2))`
  return run(['--import', 'tsx', '--input-type=module', '--eval', script], path.join(root, 'bin'))
}

/** In a folder of its own: openapi-typescript needs the programming interface that TypeScript 7 no longer has. */
function makeTypes(file) {
  return run([path.join(tool, 'node_modules', 'openapi-typescript', 'bin', 'cli.js'), file], tool)
}

function run(args, cwd) {
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) process.exit(1)
  return stdout
}
