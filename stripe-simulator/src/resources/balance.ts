import type Stripe from 'stripe'
import type { BalanceTransaction } from '../objects.ts'
import type { ApiRequest } from '../transport/api-request.ts'
import { listPage } from '../transport/list.ts'
import type { Work } from '../work.ts'
import { inPath } from './find.ts'

/** `GET /v1/balance`: what has arrived and what is on its way, by currency. */
export function retrieveBalance(work: Work): Omit<Stripe.Balance, 'lastResponse'> {
  const available = new Map<string, number>([[work.account.default_currency ?? 'usd', 0]])
  const pending = new Map(available)
  for (const movement of work.all('balance_transaction')) {
    const side = movement.available_on <= work.now ? available : pending
    side.set(movement.currency, (side.get(movement.currency) ?? 0) + movement.net)
  }
  const rows = (side: Map<string, number>) =>
    [...side].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }))
  return {
    object: 'balance',
    available: rows(available),
    livemode: false,
    pending: rows(pending),
    refund_and_dispute_prefunding: { available: [], pending: [] },
  } as unknown as Omit<Stripe.Balance, 'lastResponse'>
}

/** `GET /v1/balance_transactions/{id}` */
export function retrieveBalanceTransaction(work: Work, request: ApiRequest): BalanceTransaction {
  return asOfNow(work, inPath(work, 'balance_transaction', request.ids.id))
}

/** `GET /v1/balance_transactions` */
export function listBalanceTransactions(work: Work, request: ApiRequest) {
  const { currency, source, type } = request.parameters
  const movements = work
    .all('balance_transaction')
    .filter((movement) => !currency || movement.currency === currency)
    .filter((movement) => !source || movement.source === source)
    .filter((movement) => !type || movement.type === type)
    .map((movement) => asOfNow(work, movement))
  return listPage(movements, request.parameters, request.path)
}

function asOfNow(work: Work, movement: BalanceTransaction): BalanceTransaction {
  return { ...movement, status: movement.available_on <= work.now ? 'available' : 'pending' }
}
