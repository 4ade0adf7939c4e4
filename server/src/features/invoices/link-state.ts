import { type LinkState, linkStateOf } from '@quittance/core/invoice/payment-link'
import type { PaymentLink } from './queries.ts'

/** How the invoice's link stands; null when it never had one. `connected`: the account has a Stripe now. */
export function linkState(link: PaymentLink | null, connected: boolean): LinkState | null {
  return linkStateOf({
    everAdded: link !== null,
    added: link?.added ?? false,
    stripeConnected: connected,
    disabledByRemoval: link?.disabled_by_removal ?? false,
  })
}

export function isLinkActive(link: PaymentLink | null, connected: boolean): boolean {
  return linkState(link, connected) === 'active'
}
