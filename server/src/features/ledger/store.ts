import type { AccountId } from '@quittance/core/ids'
import type { LedgerSums, Posting } from '@quittance/core/ledger'
import { sql } from 'kysely'
import type { Tx } from '../../context.ts'

/** What a posting is for. */
export interface PostingCause {
  accountId: AccountId
  invoiceId: string
  paymentId?: string
  /** Made from meaning ('pay_…:succeeded'). Posting it again is refused by the database, and with it all of the transaction (I6). */
  cause: string
}

/** Writes a posting, if there is one. The invoice must be locked. */
export async function post(
  tx: Tx,
  { accountId, invoiceId, paymentId, cause }: PostingCause,
  posting: Posting | null,
): Promise<void> {
  if (!posting) return
  await tx
    .insertInto('ledger_entries')
    .values(
      posting.entries.map(({ account, currency, amount }) => ({
        account_id: accountId,
        cause,
        ledger_account: account,
        currency,
        fact: posting.fact,
        invoice_id: invoiceId,
        payment_id: paymentId ?? null,
        amount,
      })),
    )
    .execute()
}

/** Writes a posting, if there is one, and returns the invoice's sums that follow, for `writeInvoice` (I4). */
export async function postToInvoice(
  tx: Tx,
  cause: PostingCause,
  posting: Posting | null,
): Promise<LedgerSums> {
  await post(tx, cause, posting)
  const { rows } = await sql<LedgerSums>`
    select coalesce(-sum(amount) filter (where fact = 'payment' and ledger_account = 'receivable'), 0)::bigint as settled,
      coalesce(sum(amount) filter (where ledger_account = 'refunds'), 0)::bigint as refunded,
      coalesce(sum(amount) filter (where ledger_account = 'disputes'), 0)::bigint as withdrawn
    from ledger_entries where account_id = ${cause.accountId} and invoice_id = ${cause.invoiceId}`.execute(tx)
  return rows[0]!
}

/** How many postings a thing has whose movements go back and forth, and what Stripe's fees for it add up to: `fact` of one payment. */
export async function postedSoFar(
  tx: Tx,
  { accountId, invoiceId, subject }: { accountId: AccountId; invoiceId: string; subject: string },
): Promise<{ postings: number; fees: number }> {
  const { rows } = await sql<{ postings: number; fees: number }>`
    select count(distinct cause)::int as postings,
      coalesce(sum(amount) filter (where ledger_account = 'fees'), 0)::bigint as fees
    from ledger_entries where account_id = ${accountId} and invoice_id = ${invoiceId} and starts_with(cause, ${`${subject}:`})`.execute(
    tx,
  )
  return rows[0]!
}
