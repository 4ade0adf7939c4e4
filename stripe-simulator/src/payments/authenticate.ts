import type { PaymentIntent, SetupIntent } from '../objects.ts'
import { finishSetupAuthentication } from '../resources/setup-intents.ts'
import type { Work } from '../work.ts'
import { chargeCard, failAuthentication } from './outcomes.ts'

/** An intent whose payer is at the bank's challenge page. */
export type Challenge = { intent: PaymentIntent | SetupIntent; returnUrl: string | null }

/** The challenge an address names, while it is open. */
export function openChallenge(work: Work, intentId: string, authenticationId: string): Challenge | null {
  const intent = intentId.startsWith('seti_')
    ? work.find('setup_intent', intentId)
    : work.find('payment_intent', intentId)
  const authentication = intent?._private?.authentication
  if (!intent || intent.status !== 'requires_action' || authentication?.id !== authenticationId) return null
  return {
    intent,
    returnUrl: intent.next_action?.type === 'redirect_to_url' ? authentication.returnUrl : null,
  }
}

/** The payer's answer to the challenge: then the card is charged (or saved), or the attempt has failed. */
export function finishChallenge(
  work: Work,
  { intent }: Challenge,
  passed: boolean,
): PaymentIntent | SetupIntent {
  if (intent.object === 'setup_intent') return finishSetupAuthentication(work, intent, passed)
  const method = work.get('payment_method', intent._private!.paymentMethod!)
  return passed ? chargeCard(work, intent, method, true) : failAuthentication(work, intent, method)
}
