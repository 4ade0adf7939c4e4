import { chargeStep, maximumStripeAmount, minimumCharge, toStripeAmount } from '../currency.ts'
import { formatMoney } from '../money.ts'
import { Refusal } from '../refusal.ts'
import { type InvoiceStatus, isOpen } from './lifecycle.ts'

/** active: can be paid by. disabled: Stripe was removed; comes back with the same address. off: taken from this invoice. */
export type LinkState = 'active' | 'disabled' | 'off'

/** What a link's state follows from. It is never stored: removing Stripe is one row, and every link follows (R19). */
export interface LinkFacts {
  added: boolean
  stripeConnected: boolean
  /** Set when Stripe was removed while the link stood, until the links are restored. */
  disabledByRemoval: boolean
}

/** null: the invoice never had a link. */
export function linkStateOf(facts: LinkFacts & { everAdded: boolean }): LinkState | null {
  if (!facts.everAdded) return null
  if (!facts.added) return 'off'
  return facts.stripeConnected && !facts.disabledByRemoval ? 'active' : 'disabled'
}

/** Why Stripe cannot collect `amount` (minor units), as a sentence for the sender; null when it can (R20). */
export function whyNotChargeable(amount: number, currency: string): string | null {
  const say = (value: number) => formatMoney(value, currency, 'en')
  if (amount <= 0) return 'There is nothing to pay on this invoice, so it needs no payment link.'
  if (amount < minimumCharge(currency))
    return `Stripe collects ${say(minimumCharge(currency))} at the least, so ${say(amount)} cannot be paid online.`
  if (amount % chargeStep(currency) !== 0) {
    return `Stripe collects ${currency.toUpperCase()} in steps of ${say(chargeStep(currency))}, so ${say(amount)} cannot be paid online. Round the prices.`
  }
  if (toStripeAmount(amount, currency) > maximumStripeAmount)
    return `${say(amount)} is more than Stripe collects in one payment.`
  return null
}

/** Refuses a link on an invoice that could never be paid through it (R10, R20). */
export function assertLinkable(facts: {
  status: InvoiceStatus
  due: number
  currency: string
  stripeConnected: boolean
}): void {
  if (!facts.stripeConnected) {
    throw new Refusal(
      'stripe_not_connected',
      'Connect Stripe first: payment links are paid through your Stripe account.',
    )
  }
  if (facts.status === 'cancelled' || facts.status === 'paid') {
    throw new Refusal('invoice_not_payable', `This invoice is ${facts.status}: there is nothing to pay.`)
  }
  const why = whyNotChargeable(facts.due, facts.currency)
  if (why) throw new Refusal('invoice_not_payable', why)
}

/** Whether a payer may press Pay now. */
export function isPayable(facts: {
  status: InvoiceStatus
  due: number
  currency: string
  linkState: LinkState | null
}): boolean {
  return (
    isOpen(facts.status) &&
    facts.linkState === 'active' &&
    whyNotChargeable(facts.due, facts.currency) === null
  )
}
