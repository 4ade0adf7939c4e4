import type { Reader } from '../../context.ts'
import type { Invariant } from '../../platform/db/invariant.ts'
import { invariants } from './invariants.ts'
import { brokenRows } from './queries.ts'

/** One thing that does not hold, where, and in words. `invoice_id` null: it is about no single invoice. */
export interface Breach {
  invariant: string
  account_id: string
  invoice_id: string | null
  what: string
}

/** Every breach of what must hold (reliability.md 2), over the whole database or of one invoice. */
export async function findBreaches(
  db: Reader,
  {
    of,
    among = invariants,
  }: { of?: { accountId: string; invoiceId: string }; among?: readonly Invariant[] } = {},
): Promise<Breach[]> {
  const breaches: Breach[] = []
  for (const one of among)
    for (const row of await brokenRows(db, one, of)) breaches.push({ invariant: one.name, ...row })
  return breaches
}
