// The tests of the tests: breaks the product in each way of `bugs.ts`, in a copy, and sees whether the suite notices.
// `npx tsx tools/seeded-bugs/run.ts [part of a name …]`. A bug counts as caught when a test fails for what it asserts; a
// test that cannot even be loaded has noticed nothing.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import * as template from '../../server/test/database-template.ts'
import { type SeededBug, seededBugs } from './bugs.ts'
import { setUpWorkbench, type Workbench } from './workbench.ts'

const root = path.resolve(import.meta.dirname, '..', '..')
// Each waits as much as it works.
const atOnce = os.availableParallelism() + 1
const wanted = process.argv.slice(2)
const waiting = seededBugs.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
)
const count = { passed: 0, failed: 0 }

await template.setup()
await Promise.all(Array.from({ length: atOnce }, (_, index) => work(setUpWorkbench(`bench-${index + 1}`))))
template.teardown()
console.log(`${count.passed} of ${count.passed + count.failed} seeded bugs caught`)
fs.writeFileSync(path.join(root, '.cache', 'seeded-bugs.json'), JSON.stringify(count))
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0

async function work(bench: Workbench): Promise<void> {
  try {
    for (let bug = waiting.shift(); bug; bug = waiting.shift()) {
      const startedAt = Date.now()
      const problem = await seed(bench, bug)
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
      console.log(`${problem ? 'SURVIVED' : 'caught  '}  ${bug.name} (${seconds} s)`)
      if (problem) console.log(`          ${bug.harm}\n          ${problem.replaceAll('\n', '\n          ')}`)
      count[problem ? 'failed' : 'passed']++
    }
  } finally {
    bench.remove()
  }
}

/** null: it was caught. */
async function seed(bench: Workbench, bug: SeededBug): Promise<string | null> {
  try {
    bench.breakFile(bug.file, bug.find, bug.replace)
    return await runTests(bench, bug)
  } catch (error) {
    return (error as Error).message
  } finally {
    bench.mend(bug.file)
  }
}

interface Report {
  testResults: {
    message: string
    assertionResults: { status: string; title: string; failureMessages: string[] }[]
  }[]
}

async function runTests(bench: Workbench, bug: SeededBug): Promise<string | null> {
  const { test, name } = bug.caughtBy
  const report = path.join(bench.folder, '.report.json')
  fs.rmSync(report, { force: true })
  const args = ['run', test, '--reporter=json', `--outputFile=${report}`, ...(name ? ['-t', name] : [])]
  const output = await run(path.join(root, 'node_modules', '.bin', 'vitest'), args, bench.folder, {
    // Nothing but what the test itself asserts may notice.
    STRIPE_CONFORMANCE_DIR: bench.folder,
    ...(bug.file.startsWith('server/migrations/') ? { [template.databaseTemplate]: '' } : {}),
  })
  if (!fs.existsSync(report)) return `${test} did not run:\n${output}`
  const files = (JSON.parse(fs.readFileSync(report, 'utf8')) as Report).testResults
  const ran = files.flatMap((file) => file.assertionResults).filter(({ status }) => status !== 'skipped')
  const failed = ran.filter(({ status }) => status === 'failed')
  if (
    failed.some(({ failureMessages }) =>
      failureMessages.some((text) => /AssertionError|Property failed/.test(text)),
    )
  )
    return null
  if (failed.length > 0) return `failed, but not for what it asserts:\n${failed[0]!.failureMessages[0]}`
  if (ran.length === 0) return `no test of ${test} ran: ${files[0]?.message ?? ''}`
  return `${ran.length} tests of ${test} passed all the same`
}

function run(program: string, args: string[], cwd: string, env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env } })
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    child.once('error', reject)
    child.once('close', () => resolve(output))
  })
}
