import type { AccountId } from '@quittance/core/ids'
import { type LedgerSums, postPayment } from '@quittance/core/ledger'
import type { Tx } from '../../context.ts'
import { postToInvoice } from '../ledger/store.ts'
import type { Payment } from './queries.ts'

/**
 * Posts the money that a payment brought, minor units, and returns the sums of its invoice that follow. A second time is
 * refused by the database (I6). The invoice must be locked.
 */
export function postMoney(
  tx: Tx,
  payment: Pick<Payment, 'account_id' | 'id' | 'invoice_id' | 'source'>,
  money: { currency: string; applied: number; unapplied: number },
): Promise<LedgerSums> {
  return postToInvoice(
    tx,
    {
      accountId: payment.account_id as AccountId,
      invoiceId: payment.invoice_id,
      paymentId: payment.id,
      cause: `${payment.id}:succeeded`,
    },
    postPayment(payment.source === 'stripe' ? 'stripe_balance' : 'cash', money),
  )
}
