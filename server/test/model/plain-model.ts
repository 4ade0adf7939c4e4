// What must be true of an account's money, as plainly as it can be said: what each invoice asks for and what came in by
// hand. What came in through Stripe is Stripe's to say (truth.ts).

export interface PlainInvoice {
  id: string
  email: string
  /** Minor units, as it is now. */
  total: number
  issued: boolean
  cancelled: boolean
  /** What was settled when it was cancelled: from then on it never changes. */
  settledAtCancel: number
  /** Money that came some other way, minor units. */
  byHand: number
  linkOn: boolean
  /** The address as it is now, once there was a link. */
  url: string | null
  /** Addresses that were reset: they open nothing, for ever. */
  deadUrls: string[]
  /** Content or link changed since the customer last got it. */
  isStale: boolean
  /** A bank debit was begun: until news of its end has come, the product rightly waits for it. */
  hadDebit: boolean
  /** As last seen: statuses move along the allowed edges only. */
  seen: { status: string; paid: number }
}

export interface PlainModel {
  invoices: PlainInvoice[]
  connected: boolean
  linkByDefault: boolean
  /** What payers have in their hands: client secrets, also of pages left open long ago. */
  secrets: { invoiceId: string; secret: string }[]
  /** Stripe failed in this life: an answer may say that it does not answer right now. */
  troubled: boolean
}

/** A business that has just connected Stripe. */
export function newModel(): PlainModel {
  return {
    invoices: [],
    connected: true,
    linkByDefault: false,
    secrets: [],
    troubled: false,
  }
}

/** Indices in commands are small and wrap around, so that commands collide. */
export function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length]!
}

const edges: Record<string, string[]> = {
  draft: ['sent', 'paid'],
  sent: ['partially_paid', 'paid', 'cancelled'],
  partially_paid: ['paid', 'cancelled'],
  paid: [],
  cancelled: [],
}

/** Whether a status may be followed by another, some steps later at most (I12). */
export function mayBecome(from: string, to: string): boolean {
  return from === to || (edges[from] ?? []).some((next) => mayBecome(next, to))
}
