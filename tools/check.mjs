// `npm run check`: the checks that need no running product, in under half a minute.
import { install, isInstalled } from '../bin/launcher/install.mjs'
import { fastChecks, root, runSuite } from './suites.mjs'

if (!isInstalled(root)) install(root)
const failed = []
for (const check of fastChecks) {
  const result = await runSuite(check)
  if (result.failed > 0) failed.push(check.name)
}
console.log(
  `\n${fastChecks.length - failed.length} passed, ${failed.length} failed${failed.length ? `: ${failed.join(', ')}` : ''}`,
)
process.exitCode = failed.length > 0 ? 1 : 0
