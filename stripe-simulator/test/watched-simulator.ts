import {
  conformanceProxyProgram,
  expectNoViolation,
  type Provoked,
  startConformanceProxy,
} from '../../tools/conformance/conformance-proxy.ts'
import { type RunningSimulator, startSimulator } from '../src/server.ts'

/**
 * A simulator behind the conformance proxy where that is at hand: what it answers is held against Stripe's description of
 * its API, also where a test asks for nonsense. `close` throws when it broke a rule that was not provoked on purpose.
 */
export async function startWatchedSimulator(
  provoked: Provoked = {},
): Promise<RunningSimulator & { directUrl: string }> {
  const simulator = await startSimulator()
  const program = conformanceProxyProgram()
  if (!program) {
    process.stdout.write('skipped: conformance proxy not present\n')
    return { ...simulator, directUrl: simulator.url }
  }
  const proxy = await startConformanceProxy(program, simulator.url)
  return {
    ...simulator,
    url: proxy.url,
    directUrl: simulator.url,
    async close() {
      try {
        await expectNoViolation(proxy, provoked, ['server', 'proxy'])
      } finally {
        await proxy.stop()
        await simulator.close()
      }
    },
  }
}
