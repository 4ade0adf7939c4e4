/** What happens, in the product's words. Each is published in the transaction that makes it true. */
export type ProductEvent =
  | { type: 'invoice.sent'; invoiceId: string; revision: number; messageId: string }
  | { type: 'message.queued'; messageId: string }
  | { type: 'stripe.event_received'; connectionId: string; eventId: string }
  | { type: 'payment.started'; paymentId: string }
