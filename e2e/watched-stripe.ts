import { conformanceProxyProgram } from '../tools/conformance/conformance-proxy.ts'
import { startWatchedSimulatorProcess } from '../tools/conformance/watched-simulator-process.ts'

/** The simulated Stripe of the stories. */
export interface WatchedStripe {
  url: string
  /** @throws when product or simulator broke a rule of Stripe's in any story. */
  close(): Promise<void>
}

/** null when the conformance proxy is not at hand: then the product starts its own simulator, and nobody checks. */
export async function startWatchedStripe(): Promise<WatchedStripe | null> {
  if (conformanceProxyProgram())
    return startWatchedSimulatorProcess({
      unknown_method: 'the reference lacks POST /v1/accounts, which onboarding needs',
    })
  console.log('skipped: conformance proxy not present')
  return null
}
