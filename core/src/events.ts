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
  | { type: 'invoice.cancelled'; invoiceId: string; messageId: string; notify: boolean }
  /** `administrators` and `receipt`: who is to hear of it, decided when it happened (R29, R30, I19). */
  | {
      type: 'payment.succeeded'
      paymentId: string
      invoiceId: string
      administrators: string[]
      receipt: boolean
    }
  /** Money that no invoice can take: to be refunded (R32). */
  | { type: 'payment.unapplied'; paymentId: string; invoiceId: string }
  | { type: 'stripe.event_received'; connectionId: string; eventId: string }
  | { type: 'message.queued'; messageId: string }
