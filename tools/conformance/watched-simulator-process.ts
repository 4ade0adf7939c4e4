import {
  conformanceProxyProgram,
  expectNoViolation,
  type Problem,
  type Provoked,
  startConformanceProxy,
} from './conformance-proxy.ts'
import { startSimulatorProcess } from './simulator-process.ts'

/**
 * The simulated Stripe in a process of its own, behind the conformance proxy where that is at hand. `close` throws when
 * one of `sides` broke a rule that was not provoked on purpose; all of them unless told otherwise.
 */
export async function startWatchedSimulatorProcess(
  provoked: Provoked = {},
  sides?: Problem['side'][],
): Promise<{ url: string; close(): Promise<void> }> {
  const simulator = await startSimulatorProcess()
  const program = conformanceProxyProgram()
  if (!program) {
    process.stdout.write('skipped: conformance proxy not present\n')
    return simulator
  }
  const proxy = await startConformanceProxy(program, simulator.url)
  return {
    url: proxy.url,
    async close() {
      try {
        await expectNoViolation(proxy, provoked, sides)
      } finally {
        await proxy.stop()
        await simulator.close()
      }
    },
  }
}
