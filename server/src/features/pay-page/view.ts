import type { InvoiceSnapshot } from '@quittance/core/invoice/document'

/** Everything the payer's pages show, and nothing else (no ids of ours but the token they already hold). Minor units. */
export interface PayPageView {
  /**
   * payable: the form. processing: a bank debit is under way. paid · refunded: settled. link_off: online payment is not
   * available (link removed, Stripe removed, amount not chargeable) but the invoice is owed. held: its
   * records are being checked, so none of its figures is shown. cancelled: answered 410 without amounts.
   */
  state: 'payable' | 'processing' | 'paid' | 'refunded' | 'link_off' | 'held' | 'cancelled'
  token: string
  /** BCP 47, the customer's. */
  language: string
  /** The latest sent revision (R6). */
  snapshot: InvoiceSnapshot
  revision: number
  amountPaid: number
  amountDue: number
  /** What *Pay* charges: all that is due, or the part that the payer's bank wants them to confirm. */
  amountAsked: number
  /** Staff charged a saved method, and the payer's bank asks them to confirm it. */
  awaitsConfirmation: boolean
  /** This browser is proven to be the customer's own: their saved methods are offered in it (R24). */
  isCustomersOwn: boolean
  overdue: boolean
  /** The sender edited the invoice after sending it: `amountDue` is of the newer content (R22). */
  edited: boolean
  /** Why the last attempt failed, in words for the payer, or null. */
  lastFailure: string | null
  /** The newest successful payment. `paidAt` 'YYYY-MM-DD' in the account's zone. */
  lastPayment: {
    amount: number
    currency: string
    method: string
    paidAt: string
    receiptNumber: string
  } | null
  /** Present only when payable. `amount` is Stripe's own unit. */
  stripe: {
    jsUrl: string
    publishableKey: string
    stripeAccount: string | null
    amount: number
    currency: string
  } | null
  /** A simulated Stripe: the page says that no money moves. */
  simulated: boolean
  /** The payment link of the invoice that replaces a cancelled one. */
  replacementUrl: string | null
}

/** How the payment that the browser just came back from stands, asked of Stripe (R27). */
export interface PayResultView {
  outcome: 'succeeded' | 'processing' | 'failed' | 'pending'
  view: PayPageView
  /** Words for the payer when failed. */
  message: string | null
}

/** The answer to *Pay*: POST /pay/{token}/intent `{amount, currency, revision, save}` (amount due in minor units, as shown). */
export interface IntentAnswer {
  client_secret: string
  /** Where Stripe sends the browser afterwards. */
  return_url: string
}
