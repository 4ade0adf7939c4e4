import type { Customer, Kind, Kinds } from '../objects.ts'
import { resourceMissing } from '../transport/stripe-error.ts'
import type { Work } from '../work.ts'

/** The object whose id stands in the path, or 404 `resource_missing`. */
export function inPath<K extends Kind>(work: Work, kind: K, id: string | undefined, param = 'id'): Kinds[K] {
  const found = work.find(kind, id ?? '')
  if (!found) throw resourceMissing(nounOf(kind), id ?? '', { param, inPath: true })
  return found
}

/** The living customer that a parameter names, or 400 `resource_missing`; undefined when none is named. */
export function customerNamed(work: Work, id: string | null | undefined): Customer | undefined {
  if (!id) return undefined
  const customer = work.find('customer', id)
  if (!customer || 'deleted' in customer)
    throw resourceMissing('customer', id, { param: 'customer', inPath: false })
  return customer as Customer
}

/** Stripe's messages name some objects in their own way. */
function nounOf(kind: Kind): string {
  const nouns: { [K in Kind]?: string } = {
    payment_method: 'PaymentMethod',
    setup_intent: 'setupintent',
    webhook_endpoint: 'webhook endpoint',
    balance_transaction: 'balance transaction',
  }
  return nouns[kind] ?? kind
}
