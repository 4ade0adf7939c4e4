import type { TourHappenings } from '../../api/types.ts'
import { timelineWords } from '../../blocks/timeline-words.ts'

export type Happening = TourHappenings['data'][number]

/** Who did it to whom. */
export const kindNames: Record<Happening['kind'], string> = {
  event: 'Noted',
  request: 'Asked Stripe',
  webhook: 'Stripe told',
}

const requests: [call: RegExp, words: string][] = [
  [/^POST \/v1\/payment_intents$/, 'Somebody pressed Pay: a payment was opened'],
  [/^POST \/v1\/payment_intents\/\w+\/confirm$/, 'The payment was confirmed'],
  [/^POST \/v1\/payment_intents\/\w+\/cancel$/, 'An open payment was cancelled, so that nobody can pay it'],
  [/^POST \/v1\/payment_intents\/\w+$/, 'An open payment was changed'],
  [/^GET \/v1\/payment_intents/, 'How does the payment stand?'],
  [/^GET \/v1\/(charges|balance_transactions)/, 'What came in, and what was the fee?'],
  [/^(GET|POST) \/v1\/balance/, 'What is the balance?'],
  [/^GET \/v1\/accounts?\b/, 'Whose keys are these, and may they charge?'],
  [/^POST \/v1\/webhook_endpoints$/, 'The address for news was registered'],
  [/^DELETE \/v1\/webhook_endpoints/, 'The address for news was taken back'],
  [/^(GET|POST) \/v1\/webhook_endpoints/, 'Is the address for news still right?'],
  [/^POST \/v1\/customers$/, 'A customer was made known'],
  [/^(GET|POST|DELETE) \/v1\/customers/, 'About a customer'],
  [/^(GET|POST) \/v1\/payment_methods/, 'About a card or bank account'],
  [/^(GET|POST) \/v1\/setup_intents/, 'A payment method is kept without paying'],
  [/^POST \/v1\/refunds$/, 'A refund was made'],
  [/^GET \/v1\/refunds/, 'How does the refund stand?'],
  [/^GET \/v1\/disputes/, 'How does the dispute stand?'],
  [/^GET \/v1\/events/, 'Was there news that no webhook brought?'],
  [/^(GET|POST) \/v1\/payment_method_domains/, 'May wallets be offered on this address?'],
]

/** What happened, in plain words. What has none is told by its name. */
export function happeningWords(happening: Happening): string {
  const { kind, type, data } = happening
  switch (kind) {
    case 'event':
      return timelineWords({ type, data })
    case 'request': {
      const status = Number(data['status'])
      const words = requests.find(([call]) => call.test(type))?.[1] ?? type
      return status >= 400 ? `${words} (refused: ${status})` : words
    }
    case 'webhook': {
      const words = type.replaceAll(/[._]/g, ' ')
      return words.charAt(0).toUpperCase() + words.slice(1)
    }
  }
}
