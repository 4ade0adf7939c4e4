import type { Letter } from './queries.ts'

/** What the letter was about to do, as one would say it. */
export function letterWords({ event, stripe_type, recipients, subject }: LetterFacts): string {
  if (event.type === 'message.queued')
    return recipients ? `E-mail to ${recipients.join(', ')}: ${subject}` : 'An e-mail'
  if (event.type === 'stripe.event_received') return `News from Stripe: ${stripeWords(stripe_type ?? '')}`
  return outboxWords[event.type]
}

type LetterFacts = Pick<Letter, 'event' | 'stripe_type' | 'recipients' | 'subject'>

const outboxWords: Record<
  Exclude<Letter['event']['type'], 'message.queued' | 'stripe.event_received'>,
  string
> = {
  'invoice.sent': 'Writing the e-mail that carries an invoice',
  'invoice.held': 'Telling that something is wrong with an invoice',
  'invoice.cancelled': 'Telling the customer that an invoice was cancelled',
  'payment.succeeded': 'Writing the receipt and the notice of a payment',
  'payment.unapplied': 'Telling of money that an invoice could not take',
  'payment.confirmation_needed': 'Asking the customer to confirm a payment',
  'payment.news': 'Telling of a failed payment, a refund or a dispute',
  'code.asked': 'Sending a one-time code to the customer',
  'card.requested': 'Asking a customer to save a payment method',
  'stripe.news': 'Telling of a change in the connection to Stripe',
  'stripe.access_doubted': 'Asking Stripe whether the connection still stands',
  'stripe.release_due': 'Letting go of a removed Stripe account',
  'letter.died': 'Telling of something that could not be done',
}

/** Stripe's types are many; those of payments have words, the rest their own name. */
function stripeWords(type: string): string {
  return stripeTypes[type] ?? type.replaceAll(/[._]/g, ' ')
}

const stripeTypes: Record<string, string> = {
  'payment_intent.succeeded': 'a payment succeeded',
  'payment_intent.processing': 'a payment is on its way',
  'payment_intent.payment_failed': 'a payment failed',
  'payment_intent.canceled': 'a payment was canceled',
  'payment_intent.requires_action': 'a payment waits for the customer’s bank',
  'charge.refunded': 'a payment was refunded',
  'refund.created': 'a refund was made',
  'refund.updated': 'a refund changed',
  'refund.failed': 'a refund failed',
  'charge.dispute.created': 'a payment is disputed',
  'charge.dispute.updated': 'a dispute changed',
  'charge.dispute.closed': 'a dispute is closed',
  'charge.dispute.funds_withdrawn': 'a dispute took money back',
  'charge.dispute.funds_reinstated': 'a dispute returned money',
  'radar.early_fraud_warning.created': 'a bank suspects fraud',
  'setup_intent.succeeded': 'a customer saved a payment method',
  'account.updated': 'the Stripe account changed',
}
