import { amountDue } from '@quittance/core/invoice/lifecycle'
import type { Invoice } from './queries.ts'

/** What is still to be paid on the invoice as it is now, in minor units. */
export function dueOf(invoice: Pick<Invoice, 'issued_at' | 'cancelled_at' | 'total' | 'settled'>): number {
  return amountDue({
    issued: invoice.issued_at !== null,
    cancelled: invoice.cancelled_at !== null,
    total: invoice.total,
    settled: invoice.settled,
  })
}
