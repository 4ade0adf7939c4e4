import { amountDue, isOpen } from '@quittance/core/invoice/lifecycle'
import { formatMoney } from '@quittance/core/money'
import { Refusal, refuseField } from '@quittance/core/refusal'
import type { Context } from '../../context.ts'
import { newId } from '../../platform/ids.ts'
import { whileNotCollecting } from '../invoices/load-invoice.ts'
import { tell, writeInvoice } from '../invoices/store.ts'
import { postMoney } from './post-money.ts'
import { countSucceeded, type Payment } from './queries.ts'
import { insertPayment } from './store.ts'

export const manualMethods = [
  'cash',
  'cheque',
  'bank_transfer',
  'interac',
  'paypal',
  'venmo',
  'zelle',
  'other',
] as const

export interface RecordPayment {
  invoiceId: string
  /** Minor units. */
  amount: number
  method: (typeof manualMethods)[number]
  /** 'YYYY-MM-DD'; today when left out. */
  date?: string | undefined
  reference?: string | undefined
}

/** Books money that came some other way (R34). A payer with the page open cannot pay it a second time: what is open at Stripe is cancelled first. */
export async function recordPayment(ctx: Context, input: RecordPayment): Promise<Payment> {
  return whileNotCollecting(ctx, input.invoiceId, async (tx, loaded) => {
    const { invoice } = loaded
    if (!isOpen(invoice.status))
      throw new Refusal(
        'invoice_not_payable',
        invoice.status === 'draft'
          ? 'Send the invoice, or mark it as sent, before you record a payment.'
          : `This invoice is ${invoice.status}: there is nothing to pay.`,
      )
    const due = amountDue({ issued: true, cancelled: false, total: invoice.total, settled: invoice.settled })
    if (input.amount > due)
      throw refuseField('/amount', `Only ${formatMoney(due, invoice.currency, 'en')} is due.`)
    const payment = await insertPayment(tx, {
      account_id: ctx.accountId,
      id: newId('pay'),
      invoice_id: invoice.id,
      source: 'manual',
      method: input.method,
      amount: input.amount,
      currency: invoice.currency,
      status: 'succeeded',
      applied: input.amount,
      reference: input.reference || null,
      receipt_number: `${invoice.number}-R${(await countSucceeded(tx, ctx.accountId, invoice.id)) + 1}`,
      succeeded_at: input.date ? new Date(`${input.date}T12:00:00Z`) : ctx.now(),
      closed_at: ctx.now(),
    })
    await tell(tx, ctx, {
      invoiceId: invoice.id,
      type: 'payment.recorded',
      data: {
        payment_id: payment.id,
        amount: payment.amount,
        currency: payment.currency,
        method: payment.method,
      },
      at: ctx.now(),
    })
    const sums = await postMoney(tx, payment, payment)
    const written = await writeInvoice(tx, loaded, sums, ctx.now())
    if (written.invoice.status === 'paid')
      await tell(tx, ctx, { invoiceId: invoice.id, type: 'invoice.paid', at: ctx.now() })
    return payment
  })
}
