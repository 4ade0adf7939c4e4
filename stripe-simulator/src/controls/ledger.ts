import type { Simulator } from '../simulator.ts'

type CurrencyLedger = {
  charges: number
  charge_count: number
  refunds: number
  refund_count: number
  failed_refunds: number
  disputes_withdrawn: number
  disputes_reinstated: number
  fees: number
  /** Charges less refunds that stayed refunded and money taken by disputes; fees apart. */
  net: number
}

/**
 * Where the money is, per account and currency in minor units, computed from charges, refunds and disputes
 * themselves, so that a test can hold its own books against it.
 */
export function ledger(
  simulator: Simulator,
  only: string | null,
): Record<string, Record<string, CurrencyLedger>> {
  const accounts = only ? [only] : simulator.state.accounts()
  return Object.fromEntries(accounts.map((account) => [account, accountLedger(simulator, account)]))
}

function accountLedger(simulator: Simulator, account: string): Record<string, CurrencyLedger> {
  const { state } = simulator
  const rows: Record<string, CurrencyLedger> = {}
  const row = (currency: string) => (rows[currency] ??= emptyRow())
  for (const charge of state.all('charge', account)) {
    if (charge.status !== 'succeeded' || !charge.captured) continue
    row(charge.currency).charges += charge.amount_captured
    row(charge.currency).charge_count += 1
  }
  for (const refund of state.all('refund', account)) {
    if (refund.status === 'failed') row(refund.currency).failed_refunds += refund.amount
    else row(refund.currency).refunds += refund.amount
    row(refund.currency).refund_count += 1
  }
  for (const movement of state.all('balance_transaction', account)) {
    row(movement.currency).fees += movement.fee
    if (movement.reporting_category === 'dispute')
      row(movement.currency).disputes_withdrawn -= movement.amount
    if (movement.reporting_category === 'dispute_reversal')
      row(movement.currency).disputes_reinstated += movement.amount
  }
  for (const sums of Object.values(rows)) {
    sums.net = sums.charges - sums.refunds - sums.disputes_withdrawn + sums.disputes_reinstated
  }
  return rows
}

function emptyRow(): CurrencyLedger {
  return {
    charges: 0,
    charge_count: 0,
    refunds: 0,
    refund_count: 0,
    failed_refunds: 0,
    disputes_withdrawn: 0,
    disputes_reinstated: 0,
    fees: 0,
    net: 0,
  }
}
