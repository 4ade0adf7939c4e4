import { refundedOfApplied } from './refund.ts'

/**
 * Where money is, or what it is: what customers owe (receivable), what was invoiced (sales), what Stripe holds for us and
 * what came by hand (stripe_balance, cash), what no invoice took (unapplied), and what was given back, taken back by a
 * bank, or kept by Stripe (refunds, disputes, fees).
 */
export type LedgerAccount =
  | 'receivable'
  | 'sales'
  | 'stripe_balance'
  | 'cash'
  | 'unapplied'
  | 'refunds'
  | 'disputes'
  | 'fees'

/** What a posting is about. With the ledger account it says what a sum means: see `sumsOf`. */
export type LedgerFact = 'invoice' | 'payment' | 'refund' | 'dispute' | 'fee'

/** Minor units, signed: plus is a debit (more owed to us, more held, more spent), minus a credit. */
export interface LedgerEntry {
  account: LedgerAccount
  currency: string
  amount: number
}

/** Entries that were made together and add up to zero in every currency (I5). */
export interface Posting {
  fact: LedgerFact
  entries: LedgerEntry[]
}

/** The facts of an invoice that its claim on the customer follows from. Amounts in minor units. */
export interface InvoiceClaim {
  issued: boolean
  cancelled: boolean
  currency: string
  total: number
  settled: number
}

/**
 * What changes when an invoice goes from one state to another: issued (the whole claim), edited after issue (the
 * difference), cancelled (the open rest is taken back; what was paid stays sold). null when the claim stays the same.
 */
export function postInvoice(before: InvoiceClaim, after: InvoiceClaim): Posting | null {
  return post('invoice', [
    ...claim(before.currency, -claimOf(before)),
    ...claim(after.currency, claimOf(after)),
  ])
}

function claim(currency: string, amount: number): LedgerEntry[] {
  return [
    { account: 'receivable', currency, amount },
    { account: 'sales', currency, amount: -amount },
  ]
}

function claimOf({ issued, cancelled, total, settled }: InvoiceClaim): number {
  if (!issued) return 0
  return cancelled ? settled : total
}

/** Where the money is that a payment brought, or a refund took. */
export type Till = 'stripe_balance' | 'cash'

/** Money that came: to the invoice as far as it took it, the rest to be given back (R32). */
export function postPayment(
  till: Till,
  payment: { currency: string; applied: number; unapplied: number },
): Posting | null {
  const { currency, applied, unapplied } = payment
  return post('payment', [
    { account: till, currency, amount: applied + unapplied },
    { account: 'receivable', currency, amount: -applied },
    { account: 'unapplied', currency, amount: -unapplied },
  ])
}

/**
 * What changes when the refunds of a payment that stand add up to `after` instead of `before`: one more was made, or one
 * that was made failed or was cancelled. What no invoice took is given back first (R32).
 */
export function postRefunds(
  till: Till,
  payment: { currency: string; unapplied: number },
  before: number,
  after: number,
): Posting | null {
  const { currency, unapplied } = payment
  const ofApplied =
    refundedOfApplied({ unapplied, refunded: after }) - refundedOfApplied({ unapplied, refunded: before })
  return post('refund', [
    { account: 'refunds', currency, amount: ofApplied },
    { account: 'unapplied', currency, amount: after - before - ofApplied },
    { account: till, currency, amount: before - after },
  ])
}

/** What changes when a bank holds `after` of a disputed payment instead of `before`: withdrawn, or reinstated. A lost dispute moves nothing more. */
export function postDispute(currency: string, before: number, after: number): Posting | null {
  return post('dispute', [
    { account: 'disputes', currency, amount: after - before },
    { account: 'stripe_balance', currency, amount: before - after },
  ])
}

/** What Stripe kept for itself, in the currency that it settles in. Negative when it gave a fee back. */
export function postFee(currency: string, fee: number): Posting | null {
  return post('fee', [
    { account: 'fees', currency, amount: fee },
    { account: 'stripe_balance', currency, amount: -fee },
  ])
}

/** What an invoice's entries say of it, in its own currency and minor units. */
export interface LedgerSums {
  /** What payments settled of it. */
  settled: number
  /** What was given back of that. */
  refunded: number
  /** What banks took back and hold. */
  withdrawn: number
}

/** The sums of `invoices` that are nothing but the ledger's. */
export function sumsOf(postings: Iterable<Posting>): LedgerSums {
  const sums = { settled: 0, refunded: 0, withdrawn: 0 }
  for (const { fact, entries } of postings)
    for (const { account, amount } of entries) {
      if (fact === 'payment' && account === 'receivable') sums.settled -= amount
      if (account === 'refunds') sums.refunded += amount
      if (account === 'disputes') sums.withdrawn += amount
    }
  return sums
}

/** Puts entries of one account and currency together. @throws RangeError when they do not balance, or are no whole minor units (I1, I5). */
export function post(fact: LedgerFact, entries: readonly LedgerEntry[]): Posting | null {
  const together = new Map<string, LedgerEntry>()
  const balance = new Map<string, number>()
  for (const { account, currency, amount } of entries) {
    if (!Number.isSafeInteger(amount)) throw new RangeError(`${amount} is no amount in minor units.`)
    const key = `${account}/${currency}`
    together.set(key, { account, currency, amount: amount + (together.get(key)?.amount ?? 0) })
    balance.set(currency, amount + (balance.get(currency) ?? 0))
  }
  for (const [currency, sum] of balance)
    if (sum !== 0) throw new RangeError(`The posting is ${sum} ${currency} out of balance.`)
  const left = [...together.values()].filter(({ amount }) => amount !== 0)
  return left.length > 0 ? { fact, entries: left } : null
}
