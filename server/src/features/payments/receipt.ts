import type { AccountId } from '@quittance/core/ids'
import type { ReceiptDocument } from '@quittance/core/invoice/document'
import { dateIn } from '@quittance/core/invoice/due-date'
import { amountDue } from '@quittance/core/invoice/lifecycle'
import type { Reader } from '../../context.ts'
import { words } from '../../words/words.ts'
import { findAccount } from '../accounts/queries.ts'
import { findInvoice } from '../invoices/queries.ts'
import { findPayment, type Payment, paymentsOf } from './queries.ts'

/** What the receipt of a succeeded payment says; null for any other. It shows what was due right after that payment. */
export async function receiptOf(
  db: Reader,
  accountId: AccountId,
  paymentId: string,
): Promise<ReceiptDocument | null> {
  const payment = await findPayment(db, accountId, paymentId)
  if (payment?.status !== 'succeeded') return null
  const loaded = await findInvoice(db, accountId, payment.invoice_id)
  if (!loaded?.sent) return null
  const { snapshot } = loaded.sent
  const account = await findAccount(db, accountId)
  // In the order in which they were booked: a payment that began earlier may have come later.
  const upToThis = (await paymentsOf(db, accountId, payment.invoice_id)).filter(
    (other) => other.status === 'succeeded' && other.closed_at! <= payment.closed_at!,
  )
  const paid = upToThis.reduce((sum, other) => sum + other.applied, 0)
  return {
    snapshot,
    receiptNumber: payment.receipt_number ?? '',
    paidAt: dateIn(account.time_zone, payment.succeeded_at ?? payment.created_at),
    method: methodName(payment, snapshot.language),
    amount: payment.amount,
    amountPaid: paid,
    amountDue: amountDue({
      issued: true,
      cancelled: loaded.invoice.cancelled_at !== null,
      total: loaded.invoice.total,
      settled: paid,
    }),
  }
}

/** 'Visa •••• 4242', or the words for cash and the like. */
export function methodName(payment: Payment, language: string): string {
  if (payment.method_label) return payment.method_label
  const say = words(language)
  switch (payment.method) {
    case 'cash':
      return say('method.cash')
    case 'cheque':
      return say('method.cheque')
    case 'bank_transfer':
      return say('method.bank_transfer')
    case 'interac':
      return 'Interac e-Transfer'
    case 'paypal':
      return 'PayPal'
    case 'venmo':
      return 'Venmo'
    case 'zelle':
      return 'Zelle'
    case 'card':
      return say('method.card')
    default:
      return say('method.other')
  }
}

/** A receipt's file name: 'INV-2026-0007-R1.pdf'. */
export function receiptName(receiptNumber: string): string {
  return `${receiptNumber.replace(/[^A-Za-z0-9._-]+/g, '-') || 'receipt'}.pdf`
}
