import type { CustomerSession, PaymentMethod } from '../objects.ts'
import { customerSessionBySecret } from '../resources/customer-sessions.ts'
import { detachFromCustomer } from '../resources/payment-methods.ts'
import type { Simulator } from '../simulator.ts'
import type { ElementSession, SavedMethod } from '../stripe-js/protocol.ts'
import { accountFor } from '../transport/account-for.ts'
import { readApiKey } from '../transport/api-key.ts'
import type { Work } from '../work.ts'

/**
 * Answers what an element needs to know before it draws itself; with `detach`, after it took that saved method off
 * the customer. Throws when the key or the customer session is not good.
 */
export function elementSession(
  simulator: Simulator,
  query: URLSearchParams,
  detach: string | null,
): ElementSession {
  const key = readApiKey(undefined, query.get('key') ?? '')
  const account = accountFor(simulator, key, query.get('_stripe_account') || undefined)
  return simulator.perform(account, (work) => {
    const secret = query.get('customer_session_client_secret')
    const session = secret ? customerSessionBySecret(work, secret) : undefined
    if (secret && !session) throw new Error('The customer session client secret is unknown or has expired.')
    const element = session?.components?.payment_element
    const features = (element?.enabled && element.features) || null
    const mayRemove = features?.payment_method_remove === 'enabled'
    if (detach) {
      const method = savedMethods(work, session).find(({ id }) => id === detach)
      if (!mayRemove || !method) throw new Error('This payment method cannot be removed here.')
      detachFromCustomer(work, method)
    }
    return {
      account,
      businessName: work.account.business_profile?.name ?? 'this business',
      saveUsage: saveUsageOf(features),
      savedMethods: savedMethods(work, session).map(shown),
      mayRemove,
      wallets: work.account._private?.wallets ?? [],
    }
  })
}

type Features = NonNullable<CustomerSession['components']>['payment_element']['features']

function saveUsageOf(features: Features): ElementSession['saveUsage'] {
  if (features?.payment_method_save !== 'enabled') return null
  return features.payment_method_save_usage === 'on_session' ? 'on_session' : 'off_session'
}

/** The methods of the session's customer that its features let a payer see, newest first. */
function savedMethods(work: Work, session: CustomerSession | undefined): PaymentMethod[] {
  const features = session?.components?.payment_element.features
  if (features?.payment_method_redisplay !== 'enabled') return []
  const { payment_method_allow_redisplay_filters: filters, payment_method_redisplay_limit: limit } = features
  return work
    .all('payment_method')
    .filter((method) => method.customer === session!.customer)
    .filter((method) => method.allow_redisplay && filters.includes(method.allow_redisplay))
    .slice(0, limit ?? 3)
}

function shown({ id, type, card, sepa_debit: sepa, us_bank_account: usBank }: PaymentMethod): SavedMethod {
  return {
    id,
    type,
    brand: card?.brand ?? type,
    last4: (card ?? sepa ?? usBank)?.last4 ?? '',
    expMonth: card?.exp_month ?? null,
    expYear: card?.exp_year ?? null,
  }
}
