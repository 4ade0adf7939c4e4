import type { AccountId } from '@quittance/core/ids'
import type { InvoiceDocument, ReceiptDocument } from '@quittance/core/invoice/document'
import type { Kysely, Transaction } from 'kysely'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Database } from './database.ts'
import type { Sealer } from './platform/crypto/sealer.ts'
import type { Limits } from './platform/http/limits.ts'
import type { Mailer } from './platform/mail/mailer.ts'
import type { PdfRenderer } from './platform/pdf/render-pdf.ts'
import type { StripeClients } from './platform/stripe/client.ts'
import type { Actor } from './records.ts'

export type Tx = Transaction<Database>
/** What a query may run on: the pool, or the transaction under way. */
export type Reader = Kysely<Database>

/** What is made once, in app.ts. */
export interface App {
  config: Config
  db: Kysely<Database>
  log: Logger
  stripe: StripeClients
  pdf: PdfRenderer<{ invoice: InvoiceDocument; receipt: ReceiptDocument }>
  mailer: Mailer
  sealer: Sealer
  limits: Limits
  now(): Date
  /** When this process began: what it knows of the books is no older. */
  startedAt: Date
  /**
   * Called before what an invoice owes changes (edit, cancel, cash): cancels its open PaymentIntent at Stripe, so that
   * nothing can be collected for the old amount (I11). Refuses with `payment_in_progress` when money is on its way.
   * Invoices do not know payments; app.ts puts the two together.
   */
  stopCollecting(ctx: Context, invoiceId: string): Promise<void>
}

/** What a verb is given: who acts, for which account, and the ground to stand on. Only the gates make one. */
export interface Context extends App {
  accountId: AccountId
  actor: Actor
  /** Runs `work` in one transaction; retried as a whole when Postgres asks for it (deadlock, serialization). */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}
