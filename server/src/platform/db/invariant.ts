import type { RawBuilder } from 'kysely'

/** Something that must hold over the whole database, and the query that finds where it does not. */
export interface Invariant {
  /** By what it is known: 'I3', 'R48' (reliability.md 2, product.md). */
  name: string
  /** A row for each breach, with a sentence that a person can act on. */
  query: RawBuilder<BrokenRow>
  /** It may be broken for moments while Stripe is being asked, so nothing is stopped because of it. */
  atRest: boolean
}

/** `invoice_id` null: it is about no single invoice. */
export interface BrokenRow {
  account_id: string
  invoice_id: string | null
  what: string
}

/** Writes down what must hold, as the query for what breaks it: columns account_id, invoice_id and what. */
export function invariant(name: string, query: RawBuilder<unknown>, { atRest = false } = {}): Invariant {
  return { name, query: query as RawBuilder<BrokenRow>, atRest }
}
