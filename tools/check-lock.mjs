// `npm ci` on another platform fails when the lock file was written without that platform's binaries, which happens when
// a registry is late with them. Also, no address of anybody's private registry may end up in it.
import fs from 'node:fs'
import { root } from './suites.mjs'

const { packages } = JSON.parse(fs.readFileSync(`${root}/package-lock.json`, 'utf8'))
const faults = []

for (const [name, { optionalDependencies = {}, resolved }] of Object.entries(packages)) {
  for (const dependency of Object.keys(optionalDependencies)) {
    const places = [`${name}/node_modules/${dependency}`, `node_modules/${dependency}`]
    if (!places.some((place) => packages[place])) faults.push(`${name}: ${dependency} is missing`)
  }
  if (resolved?.startsWith('http') && !resolved.startsWith('https://registry.npmjs.org/')) {
    faults.push(`${name}: comes from ${new URL(resolved).host}`)
  }
}

for (const fault of faults) console.error(fault)
console.log(`${Object.keys(packages).length} packages, ${faults.length} faults`)
process.exitCode = faults.length > 0 ? 1 : 0
