// `npm run test:long`: the tests of money in their long form: thousands of random runs, every crash point, every fault at
// length. Each test says what it counted; all of it stands together at the end. Takes about an hour on two processors.
import fs from 'node:fs'
import path from 'node:path'
import { makeReady } from '../bin/launcher/make-ready.mjs'
import { longSuites, root, runSuite } from './suites.mjs'

const countsFile = path.join(root, '.cache', 'long-counts.txt')
fs.mkdirSync(path.dirname(countsFile), { recursive: true })
fs.rmSync(countsFile, { force: true })
await makeReady(root)

const total = { passed: 0, failed: 0 }
for (const suite of longSuites({ QUITTANCE_TEST_LONG: '1', QUITTANCE_COUNTS_FILE: countsFile })) {
  const { passed, failed } = await runSuite(suite)
  total.passed += passed
  total.failed += failed
}
if (fs.existsSync(countsFile)) console.log(`\n${fs.readFileSync(countsFile, 'utf8').trimEnd()}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0
