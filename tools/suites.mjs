// What `npm run check` and `npm test` run, and how each suite's result is counted.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(fileURLToPath(import.meta.url), '..', '..')

const workspaces = ['core', 'server', 'admin', 'stripe-simulator', 'e2e', 'bin']
const folders = [...workspaces, 'tools', ...(fs.existsSync(path.join(root, 'bench')) ? ['bench'] : [])]
const typed = folders.filter(
  (folder) => fs.existsSync(path.join(root, folder, 'tsconfig.json')) && hasCode(folder),
)

/** @typedef {{ passed: number, failed: number }} Count */
/** @typedef {{ name: string, command: string[], env?: Record<string, string>, count?: (code: number) => Count }} Suite */

/** @type {Suite[]} The checks that read the sources only, the slowest first. */
const fastChecks = [
  ...typed
    .sort(slowestFirst)
    .map((folder) => ({ name: `types of ${folder}`, command: ['tsc', '-p', folder] })),
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings', ...folders] },
  { name: 'openapi.json and its types', command: [process.execPath, 'tools/openapi.mjs', '--check'] },
  { name: 'nothing unused', command: ['knip', '--no-progress', '--no-config-hints'] },
  { name: 'walls', command: ['tsx', 'tools/walls/check.ts'] },
  { name: 'format', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'lock file', command: [process.execPath, 'tools/check-lock.mjs'] },
]

const vitestReport = path.join(root, '.cache', 'vitest.json')
const playwrightReport = path.join(root, '.cache', 'playwright.json')
const seededBugsReport = path.join(root, '.cache', 'seeded-bugs.json')

const vitest = ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`]

/** @type {Suite[]} Everything that runs the product or its parts. */
export const slowSuites = [
  {
    name: 'unit and integration tests',
    command: vitest,
    count: countVitest,
  },
  {
    name: 'seeded bugs: the tests of the tests',
    command: ['tsx', 'tools/seeded-bugs/run.ts'],
    count: countSeededBugs,
  },
  {
    name: 'browser stories',
    command: ['playwright', 'test', '--config', 'e2e', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport },
    count: countPlaywright,
  },
]

/**
 * The tests of money that have a long form, one after the other, each file with the machine to itself. Arguments of the
 * command line choose among them.
 *
 * @param {Record<string, string>} env tells the tests which form is meant
 * @returns {Suite[]}
 */
export function longSuites(env) {
  const asked = process.argv.slice(2)
  return ['model', 'money-races', 'faults', 'crash', 'replicas']
    .filter((name) => asked.length === 0 || asked.includes(name))
    .map((name) => ({
      name: `long form of ${name}`,
      command: [...vitest, '--no-file-parallelism', `test/${name}`],
      env,
      count: countVitest,
    }))
}

/**
 * Runs one suite, its output on ours as it comes, and says how it went.
 *
 * @param {Suite} suite
 * @returns {Promise<Count>}
 */
export async function runSuite({ name, command, env = {}, count = countOne }) {
  console.log(`\n── ${name}`)
  for (const report of [vitestReport, playwrightReport, seededBugsReport]) fs.rmSync(report, { force: true })
  const startedAt = Date.now()
  const { code } = await run(command, { env, stdio: ['ignore', 'inherit', 'inherit'] })
  return tell(name, count(code), startedAt)
}

/**
 * Runs all fast checks, as many at once as there are processors; the output of each comes in one piece.
 *
 * @returns {Promise<Count & { failedNames: string[] }>}
 */
export async function runFastChecks() {
  const total = { passed: 0, failed: 0, failedNames: [] }
  const waiting = [...fastChecks]
  async function work() {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const startedAt = Date.now()
      const { code, output } = await run(check.command, { stdio: ['ignore', 'pipe', 'pipe'] })
      console.log(`\n── ${check.name}\n${output.trimEnd()}`)
      const { passed, failed } = tell(check.name, countOne(code), startedAt)
      total.passed += passed
      total.failed += failed
      if (failed > 0) total.failedNames.push(check.name)
    }
  }
  await Promise.all(Array.from({ length: os.availableParallelism() }, work))
  return total
}

function tell(name, { passed, failed }, startedAt) {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  console.log(`── ${name}: ${passed} passed, ${failed} failed (${seconds} s)`)
  return { passed, failed }
}

/** A program that cannot be started, or ends by a signal, has failed. */
function run([program, ...args], { env = {}, stdio }) {
  const local = path.join(root, 'node_modules', '.bin', program)
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(path.isAbsolute(program) ? program : local, args, {
      cwd: root,
      stdio,
      env: { ...process.env, ...env },
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    }
    child.once('error', (error) => resolve({ code: 1, output: error.message }))
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

function slowestFirst(one, other) {
  const weight = (folder) => ['server', 'bin', 'admin', 'stripe-simulator'].indexOf(folder) + 1 || 9
  return weight(one) - weight(other)
}

function hasCode(folder) {
  return fs.readdirSync(path.join(root, folder), { recursive: true }).some((name) => /\.tsx?$/.test(name))
}

function countOne(code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** A test file that cannot even be loaded has no tests, and is one failure. */
function countVitest(code) {
  const report = readReport(vitestReport)
  if (!report) return { passed: 0, failed: 1 }
  const unloadable = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  )
  return atLeastOneFailure(code, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
  })
}

/** A story that passed only at its second attempt counts as passed; Playwright's list names it. */
function countPlaywright(code) {
  const stats = readReport(playwrightReport)?.stats
  if (!stats) return { passed: 0, failed: 1 }
  return atLeastOneFailure(code, { passed: stats.expected + stats.flaky, failed: stats.unexpected })
}

function countSeededBugs(code) {
  return atLeastOneFailure(code, readReport(seededBugsReport) ?? { passed: 0, failed: 1 })
}

/** An error outside of every test makes the exit code 1 and must not look like success. */
function atLeastOneFailure(code, { passed, failed }) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed }
}

function readReport(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null
}
