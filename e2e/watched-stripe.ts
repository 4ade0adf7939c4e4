import {
  conformanceProxyProgram,
  expectNoViolation,
  startConformanceProxy,
} from '../tools/conformance/conformance-proxy.ts'
import { startSimulatorProcess } from '../tools/conformance/simulator-process.ts'

/** The simulated Stripe of the stories, behind the conformance proxy. */
export interface WatchedStripe {
  url: string
  /** @throws when product or simulator broke a rule of Stripe's in any story. */
  stop(): Promise<void>
}

/** null when the proxy is not at hand: then the product starts its own simulator, and nobody checks. */
export async function startWatchedStripe(): Promise<WatchedStripe | null> {
  const program = conformanceProxyProgram()
  if (!program) {
    console.log('skipped: conformance proxy not present')
    return null
  }
  const simulator = await startSimulatorProcess()
  const proxy = await startConformanceProxy(program, simulator.url)
  return {
    url: proxy.url,
    async stop() {
      try {
        await expectNoViolation(proxy, {
          unknown_method: 'the reference lacks POST /v1/accounts, which onboarding needs',
        })
      } finally {
        await proxy.stop()
        await simulator.close()
      }
    },
  }
}
