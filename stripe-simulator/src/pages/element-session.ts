import { customerSessionBySecret } from '../resources/customer-sessions.ts'
import type { Simulator } from '../simulator.ts'
import { accountFor } from '../transport/account-for.ts'
import { readApiKey } from '../transport/api-key.ts'

/** What the Payment Element needs to know before it draws itself. */
export type ElementSession = {
  account: string
  businessName: string
  /** The card form may offer to keep the card, for this use; null when it may not. */
  saveUsage: string | null
}

/** Answers the Payment Element's question; throws when the key or the customer session is not good. */
export function elementSession(simulator: Simulator, query: URLSearchParams): ElementSession {
  const key = readApiKey(undefined, query.get('key') ?? '')
  const accountId = accountFor(simulator, key, query.get('_stripe_account') || undefined)
  return simulator.perform(accountId, (work) => {
    const secret = query.get('customer_session_client_secret')
    const session = secret ? customerSessionBySecret(work, secret) : undefined
    if (secret && !session) throw new Error('The customer session client secret is unknown or has expired.')
    const element = session?.components?.payment_element
    const saves = element?.enabled && element.features?.payment_method_save === 'enabled'
    return {
      account: accountId,
      businessName: work.account.business_profile?.name ?? 'this business',
      saveUsage: (saves && element.features?.payment_method_save_usage) || null,
    }
  })
}
