// `npm run dev`: the product, built and started again at every change of its sources, and the admin app by Vite, which
// shows changes at once and asks the product for everything else.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { makeReady } from '../bin/launcher/make-ready.mjs'
import { root } from './suites.mjs'

const watched = ['core/src', 'server/src', 'server/migrations', 'stripe-simulator/src', 'bin/src']

await makeReady(root)
const admin = spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'admin'], {
  cwd: root,
  stdio: 'inherit',
})
let product = startProduct()
let ending = false
let pending = null

for (const folder of watched) {
  fs.watch(path.join(root, folder), { recursive: true }, (_, file) => {
    if (!file || /\.test\.tsx?$/.test(file)) return
    clearTimeout(pending)
    pending = setTimeout(rebuild, 150)
  })
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end)

function startProduct() {
  return spawn(process.execPath, ['dist/cli.mjs', 'start'], { cwd: root, stdio: 'inherit' })
}

async function rebuild() {
  const build = ['bin/launcher/build-all.mjs', '--without-admin']
  const { status } = spawnSync(process.execPath, build, { cwd: root, stdio: 'inherit' })
  if (status !== 0) return console.error('The product goes on as it was before this change.')
  await stop(product)
  if (!ending) product = startProduct()
}

async function end() {
  ending = true
  await Promise.all([stop(product), stop(admin)])
  process.exit(0)
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
