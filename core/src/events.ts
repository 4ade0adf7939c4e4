/** What happens, in the product's words. Each is published in the transaction that makes it true. */
export type ProductEvent =
  | {
      type: 'invoice.sent'
      invoiceId: string
      revision: number
      kind: 'new' | 'updated' | 'resend'
      withLink: boolean
      messageId: string
      to: string[]
      cc: string[]
      message: string | null
    }
  /** The doctor found something wrong with it; `key` tells one hold from the next. */
  | { type: 'invoice.held'; invoiceId: string; key: string; breaches: string[] }
  | { type: 'invoice.cancelled'; invoiceId: string; messageId: string; notify: boolean }
  /** `administrators` and `receipt`: who is to hear of it, decided when it happened (R29, R30, I19). */
  | {
      type: 'payment.succeeded'
      paymentId: string
      invoiceId: string
      administrators: string[]
      receipt: boolean
      /** When it happened (ISO), where that was long ago: the books were restored, and the customer may have heard. */
      foundLate?: string
    }
  /** Money that no invoice can take: to be refunded (R32). */
  | { type: 'payment.unapplied'; paymentId: string; invoiceId: string }
  /** A charge of a saved method that the payer's bank wants confirmed: the customer gets the payment link. */
  | { type: 'payment.confirmation_needed'; paymentId: string; invoiceId: string }
  /** Somebody at a payment page wants to use saved methods: whether a code is sent is found out afterwards (R24). */
  | { type: 'code.asked'; codeId: string; invoiceId: string }
  | PaymentNews
  /** A customer is asked to save a payment method (R42). */
  | { type: 'card.requested'; requestId: string; messageId: string }
  | StripeNews
  /** Stripe refused us somewhere: whether we still have access is to be asked. */
  | { type: 'stripe.access_doubted'; connectionId: string }
  /** The platform is to let go of an account that was removed here. */
  | { type: 'stripe.release_due'; connectionId: string }
  | { type: 'stripe.event_received'; connectionId: string; eventId: string }
  | { type: 'message.queued'; messageId: string }
  /** What was to follow an event failed too often and is not tried any more, until somebody says so. */
  | { type: 'letter.died'; letterId: string }

/**
 * What became of a payment, and who is to hear of it (R31). `key` tells one piece of news from every other: it is mailed
 * once. `administrators` empty: it was their own doing.
 */
export interface PaymentNews {
  type: 'payment.news'
  invoiceId: string
  paymentId: string
  about: PaymentTrouble
  key: string
  administrators: string[]
  /** Whether the customer is told as well. */
  customer: boolean
}

/** What Stripe did to the connection, without any of us: who runs the business is told, once for each `key`. */
export interface StripeNews {
  type: 'stripe.news'
  connectionId: string
  what: 'ended' | 'restricted' | 'unrestricted'
  /** Payment links of invoices that can still be paid: off, or on again. */
  links: number
  /** Payments in flight that only Stripe can tell the end of. */
  unsettled: number
  key: string
  administrators: string[]
}

export type PaymentTrouble =
  /** A card was declined, and nobody has paid since. */
  | { what: 'declined' }
  /** A bank debit came back after days (trap 12). */
  | { what: 'debit_failed'; amount: number; currency: string; reason: string }
  | { what: 'refunded'; amount: number; currency: string; byHand: boolean }
  /** The money is back with the business, though the customer was told it comes (trap 15). */
  | { what: 'refund_failed'; amount: number; currency: string; reason: string | null }
  | {
      what: 'disputed'
      amount: number
      currency: string
      reason: string
      dueBy: string | null
      inquiry: boolean
    }
  | { what: 'dispute_closed'; amount: number; currency: string; outcome: 'won' | 'lost' | 'closed' }
  | { what: 'fraud_warning' }
  | { what: 'review' }
