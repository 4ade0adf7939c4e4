import { newId } from '../ids.ts'
import type { BalanceTransaction } from '../objects.ts'
import type { Work } from '../work.ts'

const twoDaysInSeconds = 2 * 24 * 60 * 60

type Movement = {
  /** Minor units; negative when money leaves the balance. */
  amount: number
  fee: number
  currency: string
  type: BalanceTransaction['type']
  category: string
  source: string
  description: string | null
}

/** Books a movement on the account's balance. Everything settles in its own currency. */
export function recordMovement(work: Work, movement: Movement): BalanceTransaction {
  const { amount, fee, currency, type, category, source, description } = movement
  return work.save('balance_transaction', {
    id: newId('txn_'),
    object: 'balance_transaction',
    amount,
    available_on: work.now + twoDaysInSeconds,
    balance_type: 'payments',
    created: work.now,
    currency,
    description,
    exchange_rate: null,
    fee,
    fee_details: fee
      ? [
          {
            amount: fee,
            application: null,
            currency,
            description: 'Stripe processing fees',
            type: 'stripe_fee',
          },
        ]
      : [],
    net: amount - fee,
    reporting_category: category,
    source,
    status: 'pending',
    type,
  })
}
