#!/usr/bin/env node
// The front door. Runs on a machine with nothing but Node: installs what is missing, builds what has changed, and then
// hands over to the command line in dist/cli.mjs, in this same process. No dependency may be imported here.
import module from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

if (major < 20 || (major === 20 && minor < 19)) {
  fail(
    `Quittance needs Node 20.19 or newer, and this is Node ${process.versions.node}; see https://nodejs.org.`,
  )
} else {
  try {
    const { makeReady } = await import('./launcher/make-ready.mjs')
    await makeReady(root)
    // Node 22 and newer keep what they have compiled; older ones do not know the function.
    module.enableCompileCache?.(path.join(root, '.cache', 'compiled'))
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error))
  }
  // React, which draws the e-mails, is twice as slow in its development form.
  process.env.NODE_ENV ??= 'production'
  if (!process.exitCode) await import(pathToFileURL(path.join(root, 'dist', 'cli.mjs')).href)
}

function fail(sentence) {
  console.error(sentence)
  if (process.argv.includes('--json')) console.log(JSON.stringify({ error: sentence }))
  process.exitCode = 1
}
