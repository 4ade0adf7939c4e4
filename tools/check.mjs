// `npm run check`: the checks that need no running product, in under half a minute.
import { install, isInstalled } from '../bin/launcher/install.mjs'
import { root, runFastChecks } from './suites.mjs'

if (!isInstalled(root)) install(root)
const { passed, failed, failedNames } = await runFastChecks()
console.log(`\n${passed} passed, ${failed} failed${failed > 0 ? `: ${failedNames.join(', ')}` : ''}`)
process.exitCode = failed > 0 ? 1 : 0
