// `npm test`: installs and builds what is missing, then runs every check and every test, also after one has failed. The
// last line is the sum over all of them; a check counts as one.
import { makeReady } from '../bin/launcher/make-ready.mjs'
import { root, runFastChecks, runSuite, slowSuites } from './suites.mjs'

const total = { passed: 0, failed: 0 }

if (await isReady()) {
  add(await runFastChecks())
  for (const suite of slowSuites) add(await runSuite(suite))
}
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0

function add({ passed, failed }) {
  total.passed += passed
  total.failed += failed
}

/** Whether there is something to run at all. A build that fails is a failure, but the checks can still tell why. */
async function isReady() {
  try {
    await makeReady(root)
    total.passed++
    return true
  } catch (error) {
    console.error(error.message)
    total.failed++
    return !error.message.startsWith('Installing')
  }
}
