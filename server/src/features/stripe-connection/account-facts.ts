import type { Stripe } from '../../platform/stripe/client.ts'
import type { Connection } from './queries.ts'

/** What we keep of a Stripe account, to show and to decide from. */
export function accountFacts(
  account: Stripe.Account,
): Pick<Connection, 'business_name' | 'country' | 'default_currency' | 'charges_enabled' | 'card_payments'> {
  return {
    business_name: account.business_profile?.name ?? account.settings?.dashboard?.display_name ?? null,
    country: account.country ?? null,
    default_currency: account.default_currency ?? null,
    charges_enabled: account.charges_enabled ?? true,
    card_payments: account.capabilities?.card_payments ?? null,
  }
}

/**
 * Why links are off although the connection stands. An account whose owner has not activated it yet takes test payments
 * by its own test keys all the same: only what once could charge, or is being onboarded, is restricted.
 */
export function restrictionOf(
  chargesEnabled: boolean,
  before: Pick<Connection, 'restriction' | 'charges_enabled'>,
): Connection['restriction'] {
  if (chargesEnabled) return null
  return before.restriction ?? (before.charges_enabled ? 'charges_disabled' : null)
}
