import { atStripe, type Business, type World } from '../world.ts'

export interface StripeIntent {
  id: string
  status: string
  amount: number
  amount_received: number
  currency: string
  latest_charge: string | null
  metadata: { invoice_id?: string; payment_id?: string }
}

export interface StripeRefund {
  id: string
  status: string
  amount: number
  payment_intent: string
}

export interface StripeDispute {
  id: string
  status: string
  amount: number
  payment_intent: string
  balance_transactions: { amount: number }[]
}

/** What Stripe has of an invoice, minor units. */
export interface StripeSums {
  collected: number
  /** Debits under way. */
  processing: number
  /** What a payer with a page open could still be charged. */
  payable: number
  payableCount: number
}

/** The PaymentIntents of the account, as Stripe's own books have them now. */
export async function intentsAtStripe(world: World, business: Business): Promise<StripeIntent[]> {
  return everything(world, business, '/v1/payment_intents')
}

export async function refundsAtStripe(world: World, business: Business): Promise<StripeRefund[]> {
  return everything(world, business, '/v1/refunds')
}

export async function disputesAtStripe(world: World, business: Business): Promise<StripeDispute[]> {
  return everything(world, business, '/v1/disputes')
}

/** What the intents say of one invoice. */
export function sumsOf(intents: StripeIntent[], invoiceId: string): StripeSums {
  const sums = { collected: 0, processing: 0, payable: 0, payableCount: 0 }
  for (const intent of intents) {
    if (intent.metadata.invoice_id !== invoiceId || intent.status === 'canceled') continue
    if (intent.status === 'succeeded') sums.collected += intent.amount_received
    else if (intent.status === 'processing') sums.processing += intent.amount
    else {
      sums.payable += intent.amount
      sums.payableCount += 1
    }
  }
  return sums
}

async function everything<T extends { id: string }>(
  world: World,
  business: Business,
  path: string,
): Promise<T[]> {
  const all: T[] = []
  for (let more = true; more; ) {
    const after = all.length ? `&starting_after=${all.at(-1)!.id}` : ''
    const page = await atStripe(world, business, 'GET', `${path}?limit=100${after}`)
    all.push(...page.data)
    more = page.has_more
  }
  return all
}
